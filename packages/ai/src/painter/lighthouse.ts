import { at, clamp, limit, mix } from './arrays.ts';
import { glow } from './canvas.ts';
import { type Rgb, rgb } from './color.ts';
import { forDisc } from './sky.ts';
import { createSprite, drawSprite, finishSprite, type Sprite, stroke } from './sprites.ts';
import { type Stage, spriteColors } from './stage.ts';

/** A lighthouse on a rock in the sea, its lamp lit when the day is low or dark. Before the water, which mirrors it. */
export function paintLighthouse(stage: Stage): void {
  const { canvas, camera, light, brief, haze } = stage;
  const { width, height } = canvas;
  const random = brief.random.fork('lighthouse');
  const unit = Math.min(width, height);
  const side = light.inFrame ? (light.direction[0] > 0 ? -1 : 1) : random.chance(0.5) ? 1 : -1;
  const x = width * (0.5 + side * random.between(0.2, 0.3));
  const z = 0.62;
  const foot = camera.horizon + (camera.eye * camera.focal) / z;
  const tall = unit * random.between(0.34, 0.42);
  const snow = brief.reading.things.has('snow');
  const sprite = paintTower(Math.round(limit(tall * 1.2, 90, 700)), snow);
  const column = Math.round(limit(x, 0, width - 1)) * 3;
  const white: Rgb = [0.82, 0.81, 0.78];
  const dark: Rgb = [0.11, 0.1, 0.095];
  drawSprite(canvas, sprite, {
    x,
    y: foot,
    height: tall,
    // Nearer than the water around it, which then leaves it alone.
    z: z * 0.8,
    mirrored: light.direction[0] > 0,
    colors: spriteColors(light, white, dark),
    haze: [at(haze, column), at(haze, column + 1), at(haze, column + 2)],
    fade: 0.1,
  });
  if (light.time === 'day' && !brief.reading.weather.has('overcast')) return;
  const lamp = rgb({ l: 0.93, c: 0.09, h: 85 });
  const lampY = foot - tall * 0.905;
  const reach = unit * 0.26;
  forDisc(canvas, x, lampY, reach, (index, away, dx, dy) => {
    const end = clamp(1 - (away / reach) ** 2);
    // Two beams, one to each side, a little aslant.
    const turned = Math.abs(dy + dx * 0.06) / (Math.abs(dx) * 0.09 + unit * 0.004);
    const beam = 0.3 * Math.exp(-turned * turned) * Math.exp(-away / (unit * 0.09));
    const halo = 1.5 * Math.exp(-away / (unit * 0.011)) + 0.22 * Math.exp(-away / (unit * 0.05));
    glow(canvas.color, index, lamp, end * (beam + halo) * (light.time === 'night' ? 1 : 0.8));
  });
}

/** The tower with its gallery and lantern on a rock; what is dark is the second colour. */
function paintTower(size: number, snow: boolean): Sprite {
  const sprite = createSprite(Math.ceil(size * 1.25), size);
  const middle = sprite.width / 2;
  const spot = (x: number, y: number): [number, number] => [middle + x * size, y * size];
  const rows = Math.ceil(size * 1.2);
  const fill = (
    from: number,
    to: number,
    half: (t: number) => number,
    dark: (t: number) => number,
  ) => {
    for (let i = 0; i < rows * (to - from); i++) {
      const t = i / (rows * (to - from));
      const y = mix(from, to, t);
      const wide = half(t);
      const parts = 10;
      for (let part = 0; part < parts; part++) {
        const a = mix(-wide, wide, part / parts);
        const b = mix(-wide, wide, (part + 1) / parts);
        // Round: brightest a third from the lit side.
        const shade = clamp(1 - 1.5 * Math.abs((part + 0.5) / parts - 0.3));
        stroke(sprite, spot(a, y), spot(b, y), [1.5, 1.5], shade, dark(t));
      }
    }
  };
  // The rock, broken at its edges.
  for (let i = 0; i < rows * 0.16; i++) {
    const t = i / (rows * 0.16);
    const y = mix(0.85, 1, t);
    const jag = 0.035 * Math.sin(i * 0.7) + 0.03 * Math.sin(i * 0.23 + 1);
    const half = 0.14 + 0.42 * t ** 1.4 + jag * t;
    const white = snow && t < 0.22 ? 0 : 1;
    stroke(sprite, spot(-half, y), spot(half * 0.25, y), [1.6, 1.6], 0.62 - 0.3 * t + jag, white);
    stroke(sprite, spot(half * 0.25, y), spot(half, y), [1.6, 1.6], 0.3 - 0.2 * t + jag, white);
  }
  fill(
    0.19,
    0.87,
    (t) => mix(0.048, 0.078, t ** 1.3),
    (t) => (t > 0.3 && t < 0.52 ? 0.75 : 0),
  );
  fill(
    0.165,
    0.19,
    () => 0.072,
    () => 1,
  );
  fill(
    0.07,
    0.165,
    () => 0.034,
    (t) => (t < 0.12 || t > 0.9 ? 1 : 0.35),
  );
  fill(
    0.02,
    0.07,
    (t) => 0.046 * t + 0.004,
    () => (snow ? 0 : 1),
  );
  stroke(sprite, spot(0, 0), spot(0, 0.03), [1.5, 1.5], 0.4, 1);
  return finishSprite(sprite);
}
