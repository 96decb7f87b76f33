import { clamp, limit, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import { rgb } from './color.ts';
import type { Noise } from './noise.ts';
import { addEnlarged } from './post.ts';
import type { Random } from './random.ts';

export type AuroraPlan = {
  hues: readonly [low: number, high: number];
  strength: number;
  bottom: number;
};

/** Steps of a ray through curtains that hang as wide apart as in a wide picture. */
const usualSteps = 34;
/** How a curtain sways changes slowly along a ray: it is reckoned at every fourth step. */
const swayStep = 4;

/** Curtains of light: each ray climbs through the upper air and gathers what glows there. */
export function paintAurora(
  canvas: Canvas,
  camera: Camera,
  plan: AuroraPlan,
  random: Random,
  noise: Noise,
): void {
  const scale = Math.max(2, Math.round(Math.sqrt((canvas.width * plan.bottom) / 50_000)));
  const width = Math.ceil(canvas.width / scale) + 2;
  const height = Math.ceil(plan.bottom / scale) + 2;
  const layer = new Float32Array(width * height * 3);
  const low = rgb({ l: 0.83, c: 0.2, h: plan.hues[0] });
  const high = rgb({ l: 0.6, c: 0.19, h: plan.hues[1] });
  const gather = bestCurtains(canvas, camera, random, noise);
  for (let y = 0; y < height; y++) {
    const v = Math.max(0.015, (camera.horizon - (y + 0.5) * scale) / camera.focal);
    const gain = plan.strength * 19 * smooth(0.02, 0.2, v);
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * scale - canvas.width / 2) / camera.focal;
      gather(u, v);
      const index = (y * width + x) * 3;
      for (let c = 0; c < 3; c++)
        layer[index + c] = (gather.below * (low[c] ?? 0) + gather.above * (high[c] ?? 0)) * gain;
    }
  }
  addEnlarged(canvas, layer, { width, height, step: scale, bottom: plan.bottom }, 1);
}

/** Gathers the light along one ray into `below` (the curtain's foot) and `above` (its upper fringe). */
type Gather = { (u: number, v: number): void; below: number; above: number };

/** Of a few skies the one whose curtains fill the picture best: neither bare nor all aglow. */
function bestCurtains(canvas: Canvas, camera: Camera, random: Random, noise: Noise): Gather {
  const side = canvas.width / 2 / camera.focal;
  const top = camera.horizon / camera.focal;
  // A tall picture sees little of the sky across, so its curtains hang closer together.
  const size = limit(side / 0.6, 0.55, 1);
  let best = createCurtains(random.between(0, 60), random.between(-0.5, 0.5), size, noise);
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 7; attempt++) {
    const sky = createCurtains(random.between(0, 60), random.between(-0.5, 0.5), size, noise);
    let filled = 0;
    let uneven = 0;
    for (let i = 0; i < 12; i++) {
      let column = 0;
      for (let j = 0; j < 6; j++) {
        sky(mix(-side, side, (i + 0.5) / 12), mix(0.3, 1, (j + 0.5) / 6) * top);
        column += clamp((sky.below + sky.above) * 20);
      }
      filled += column / 72;
      uneven += Math.abs(column / 6 - 0.4) / 12;
    }
    const miss = Math.abs(filled - 0.38) + uneven * 0.4;
    if (miss >= least) continue;
    least = miss;
    best = sky;
  }
  return best;
}

function createCurtains(offset: number, angle: number, size: number, noise: Noise): Gather {
  const cos = Math.cos(angle) / size;
  const sin = Math.sin(angle) / size;
  // Finer curtains need shorter steps, or the steps show as ripples.
  const steps = Math.round(usualSteps / size);
  const gather = (u: number, v: number): void => {
    const across = ((u * cos - sin) * 0.62) / (v + 0.14);
    const away = ((u * sin + cos) * 0.62) / (v + 0.14);
    let below = 0;
    let above = 0;
    let swayHere = 0;
    let swayNext = 0;
    for (let i = 0; i < steps; i++) {
      const altitude = (i + 0.5) / steps;
      const far = 0.9 + altitude * 0.85;
      const px = across * far + offset;
      const pz = away * far;
      if (i % swayStep === 0) {
        const farther = far + (0.85 * swayStep) / steps;
        swayHere = i > 0 ? swayNext : noise.gradient(px * 0.5, pz * 0.35) * 1.5;
        swayNext = noise.gradient((across * farther + offset) * 0.5, away * farther * 0.35) * 1.5;
      }
      const sway = mix(swayHere, swayNext, (i % swayStep) / swayStep);
      const line = Math.abs(noise.gradient(px * 0.42 + sway, pz * 0.8 + offset));
      if (line > 0.17) continue;
      const curtain = (1 - line / 0.17) ** 2.4;
      const folds =
        0.5 +
        0.62 * noise.gradient(px * 4.6 + sway * 3, pz * 1.2 + offset) +
        0.42 * noise.gradient(px * 15 + sway * 9, pz * 3.4 + offset);
      if (folds <= 0) continue;
      const power = curtain * folds * Math.exp(-altitude * 2.9) * smooth(0, 0.07, altitude);
      const rise = smooth(0.12, 0.85, altitude);
      below += power * (1 - rise);
      above += power * rise;
    }
    answer.below = below / steps;
    answer.above = above / steps;
  };
  const answer = Object.assign(gather, { below: 0, above: 0 });
  return answer;
}
