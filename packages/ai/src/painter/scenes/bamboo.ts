import { clamp, limit, mix, smooth } from '../arrays.ts';
import { blend, projectX, projectY } from '../canvas.ts';
import { mixRgb, type Rgb, rgb, scaleRgb, timesRgb } from '../color.ts';
import type { Random } from '../random.ts';
import { paintRays } from '../rays.ts';
import { createSprite, drawSprite, finishSprite, type Sprite, stroke } from '../sprites.ts';
import { type Brief, inLight, type Setting, type Stage, spriteColors } from '../stage.ts';
import { lens, spreadOf } from './lens.ts';

/** A path through a grove of bamboo: culm behind culm, each paler in the light between them. */
export function arrangeBamboo(brief: Brief): Setting {
  const plan = brief.random.fork('bamboo');
  const camera = lens(brief, {
    horizon: plan.between(0.62, 0.68) + (brief.aspect < 1 ? 0.06 : 0),
    eye: 0.0017,
  });
  return {
    camera,
    sunInFrame: brief.time !== 'night',
    land: null,
    air: { thickness: 0, mist: 0, mistHeight: 1, billow: 0 },
    clouds: { cover: 0, storm: 0, veil: 0 },
    water: null,
    foreground: (stage) => paintGrove(stage, plan.fork('grove')),
  };
}

type Green = { leaf: Rgb; culm: Rgb; far: Rgb };

function paintGrove(stage: Stage, random: Random): void {
  const { camera, light, brief } = stage;
  const winter = brief.reading.season === 'winter';
  const green: Green = {
    leaf: rgb({ l: winter ? 0.5 : 0.56, c: winter ? 0.06 : 0.13, h: random.between(124, 136) }),
    culm: rgb({ l: 0.5, c: 0.12, h: random.between(132, 146) }),
    far: [0, 0, 0],
  };
  // What is far is the light that comes down through leaves.
  const mist = brief.reading.weather.has('mist');
  const air = rgb({ l: 0.97, c: mist ? 0.03 : 0.075, h: 122 });
  green.far = timesRgb(air, mixRgb(scaleRgb(light.ambient, 1.5), scaleRgb(light.sun, 0.7), 0.45));
  paintBackdrop(stage, green);
  paintFloor(stage, green, random.fork('floor'));
  const sprays = [0, 1, 2].map((i) => paintSpray(random.fork(`spray ${i}`)));
  const spread = spreadOf(camera) * 1.15;
  const culms: { x: number; z: number }[] = [];
  const count = Math.round(340 * Math.max(0.5, spread));
  for (let i = 0; i < count; i++) {
    const z = 3.4 * (46 / 3.4) ** (random() ** 0.8);
    const x = random.between(-spread, spread) * z;
    // The path stays open: it bends a little and narrows with the distance.
    const middle = Math.sin(z * 0.09 + 0.6) * z * 0.05;
    if (Math.abs(x - middle) < 1.35 + z * 0.012 && z < 34) continue;
    culms.push({ x, z });
  }
  for (const { x, z } of culms.sort((a, b) => b.z - a.z)) {
    const fade = 1 - Math.exp(-z / 21);
    drawCulm(stage, { x, z, fade, green }, random);
    hangLeaves(stage, { x, z, fade, green, sprays }, random);
  }
  paintRays(stage, mist ? 0.16 : 0.1);
  frameWithLeaves(stage, green, sprays, random);
}

/** Light through the leaves above, fading to the dim ground; no horizon is seen in a grove. */
function paintBackdrop({ canvas, camera, brief, light }: Stage, { far, leaf }: Green): void {
  const { width, height } = canvas;
  const shade = inLight(light, scaleRgb(leaf, 0.8)).lit;
  for (let y = 0; y < height; y++) {
    const level = y / camera.horizon;
    const bright = 0.72 + 0.5 * Math.exp(-(((level - 0.62) / 0.34) ** 2));
    for (let x = 0; x < width; x++) {
      const patch =
        brief.noise.gradient((x / height) * 5, (y / height) * 4) +
        0.5 * brief.noise.gradient((x / height) * 13, (y / height) * 11);
      const deep = clamp(0.5 + patch * 0.6) * smooth(1, 0.25, level) * 0.55;
      const index = (y * width + x) * 3;
      for (let c = 0; c < 3; c++)
        canvas.color[index + c] = mix((far[c] ?? 0) * bright, (shade[c] ?? 0) * 0.8, deep);
    }
  }
}

/** The ground: a trodden path between fallen leaves, dappled where light comes through. */
function paintFloor({ canvas, camera, light, brief }: Stage, green: Green, random: Random): void {
  const { width, height, color } = canvas;
  const { noise } = brief;
  const earth = inLight(light, rgb({ l: 0.5, c: 0.035, h: 75 }));
  const litter = inLight(light, rgb({ l: 0.45, c: 0.085, h: 122 }));
  const offset = random.between(0, 40);
  const eye = camera.eye * 1000;
  for (let y = Math.ceil(camera.horizon + 1); y < height; y++) {
    const z = (eye * camera.focal) / (y - camera.horizon);
    const middle = Math.sin(z * 0.09 + 0.6) * z * 0.05;
    const fade = 1 - Math.exp(-z / 18);
    const perPixel = z / camera.focal;
    const fine = smooth(0.03, 0.006, perPixel);
    for (let x = 0; x < width; x++) {
      const place = ((x + 0.5 - width / 2) / camera.focal) * z;
      const rough = noise.gradient(place * 1.4 + offset, z * 0.9);
      const path = smooth(1.15, 0.75, Math.abs(place - middle) + rough * 0.22);
      const spots =
        noise.gradient(place * 1.7 + 7, z * 1.1 + offset) +
        0.6 * noise.gradient(place * 4.3, z * 2.7 + offset);
      const dapple = smooth(-0.1, 0.62, spots + rough * 0.3);
      const grain = fine > 0 ? noise.gradient(place * 26, z * 19) * 0.3 * fine : 0;
      const flake = fine > 0 ? smooth(0.25, 0.5, noise.gradient(place * 44 + 9, z * 30)) * fine : 0;
      const index = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const lit = mix(litter.lit[c] ?? 0, earth.lit[c] ?? 0, path);
        const dim = mix(litter.shade[c] ?? 0, earth.shade[c] ?? 0, path);
        const ground = mix(dim, lit, 0.18 + 0.62 * dapple) * (0.92 + grain + flake * 0.5);
        color[index + c] = mix(ground, (green.far[c] ?? 0) * 0.92, fade);
      }
    }
  }
}

type Culm = { x: number; z: number; fade: number; green: Green };

/** One cane: a shaded cylinder, nodes farther apart as it climbs, a slight lean. */
function drawCulm(stage: Stage, { x, z, fade, green }: Culm, random: Random): void {
  const { canvas, camera, light } = stage;
  const km = z / 1000;
  const foot = projectY(camera, 0, km);
  const tip = projectY(camera, 0.0155, km);
  const middle = projectX(camera, x / 1000, km);
  const thick = random.between(0.085, 0.13);
  const half = (thick * camera.focal) / z / 2;
  const lean = random.between(-0.05, 0.05) * (foot - tip);
  const tone = random.between(0.8, 1.15);
  const age = random.between(0, 0.35);
  const pigment = mixRgb(green.culm, rgb({ l: 0.6, c: 0.1, h: 105 }), age);
  const { lit, shade } = inLight(light, scaleRgb(pigment, tone));
  const side = light.direction[0] > 0 ? 1 : -1;
  const metre = camera.focal / z;
  const first = random.between(0.1, 0.25) * metre;
  for (let y = Math.max(0, Math.floor(tip)); y < Math.min(canvas.height, foot); y++) {
    const up = (foot - y) / (foot - tip);
    const bend = middle + lean * up * up;
    const wide = half * mix(1, 0.55, up);
    // Joints stand a third of a metre apart, with a pale ring below a dark one.
    const joint = ((foot - y - first) / (metre * 0.36)) % 1;
    const ring = joint < 0.06 ? 0.62 : joint > 0.95 ? 1.3 : 1;
    const from = Math.max(0, Math.floor(bend - wide - 1));
    const to = Math.min(canvas.width - 1, Math.ceil(bend + wide));
    for (let px = from; px <= to; px++) {
      const across = (px + 0.5 - bend) / wide;
      const cover = clamp((1 - Math.abs(across)) * wide + 0.5);
      if (cover <= 0) continue;
      const round = Math.sqrt(Math.max(0, 1 - across * across));
      const glow = clamp(0.12 + 0.45 * round + 0.42 * across * side) * ring;
      const index = (y * canvas.width + px) * 3;
      const paint: Rgb = [
        mix(mix(shade[0] * 0.7, lit[0], glow), green.far[0], fade),
        mix(mix(shade[1] * 0.7, lit[1], glow), green.far[1], fade),
        mix(mix(shade[2] * 0.7, lit[2], glow), green.far[2], fade),
      ];
      blend(canvas.color, index, paint, cover);
    }
  }
}

/** The leaves of one cane, denser toward its top. */
function hangLeaves(
  stage: Stage,
  { x, z, fade, green, sprays }: Culm & { sprays: Sprite[] },
  random: Random,
): void {
  const { camera, light } = stage;
  const count = z > 12 ? 9 : 5;
  for (let i = 0; i < count; i++) {
    const high = mix(4.2, 14, random() ** 0.75);
    const aside = random.between(-1, 1) * mix(0.5, 1.3, high / 14);
    const sprite = sprays[Math.floor(random() * sprays.length)];
    const km = z / 1000;
    const y = projectY(camera, (high - 0.6) / 1000, km);
    const tall = (random.between(0.9, 1.5) * camera.focal) / z;
    const tone = random.between(0.65, 1.2);
    if (!sprite || y < 0 || y - tall > camera.horizon) continue;
    drawSprite(stage.canvas, sprite, {
      x: projectX(camera, (x + aside) / 1000, km),
      y,
      height: tall,
      z: 1,
      mirrored: random.chance(0.5),
      colors: spriteColors(light, scaleRgb(green.leaf, tone), green.culm),
      haze: green.far,
      fade: limit(fade * 0.94, 0, 0.92),
    });
  }
}

/** A few sprays right before the eye in the upper corners, dark against the light. */
function frameWithLeaves(stage: Stage, green: Green, sprays: Sprite[], random: Random): void {
  const { canvas, light } = stage;
  const unit = Math.min(canvas.width, canvas.height);
  for (let i = 0; i < 12; i++) {
    const sprite = sprays[i % sprays.length];
    if (!sprite) continue;
    const inset = random() ** 1.6 * 0.3;
    const tall = unit * random.between(0.24, 0.4) * (1 - inset);
    drawSprite(canvas, sprite, {
      x: (i % 2 ? 1 - inset : inset) * canvas.width,
      y: tall * random.between(0.5, 0.95) * (1 - inset),
      height: tall,
      z: 0.5,
      mirrored: i % 2 === 1,
      colors: spriteColors(light, scaleRgb(green.leaf, random.between(0.3, 0.6)), green.culm),
      haze: green.far,
      fade: 0.06,
    });
  }
}

/** A drooping twig with long narrow leaves. */
function paintSpray(random: Random): Sprite {
  const size = 220;
  const sprite = createSprite(Math.ceil(size * 1.1), size);
  const middle = sprite.width / 2;
  for (let twig = 0; twig < 4; twig++) {
    const reach = random.between(-0.42, 0.42) * size;
    const end: [number, number] = [middle + reach, size * random.between(0.3, 0.6)];
    stroke(sprite, [middle, size * 0.03], end, [2.2, 1.2], 0.3, 1);
    for (let leaf = 0; leaf < 8; leaf++) {
      const t = random.between(0.25, 1);
      const start: [number, number] = [mix(middle, end[0], t), mix(size * 0.03, end[1], t)];
      const turn = random.between(-1.1, 1.1) + reach / size;
      const long = size * random.between(0.2, 0.36);
      const half: [number, number] = [
        start[0] + Math.sin(turn) * long * 0.45,
        start[1] + Math.cos(turn) * long * 0.42,
      ];
      const tip: [number, number] = [half[0] + Math.sin(turn) * long * 0.5, half[1] + long * 0.55];
      const glow = random.between(0.25, 1);
      stroke(sprite, start, half, [1.5, size * 0.032], glow, 0);
      stroke(sprite, half, tip, [size * 0.032, 0.8], glow * 0.92, 0);
    }
  }
  return finishSprite(sprite);
}
