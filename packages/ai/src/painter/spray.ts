import { limit } from './arrays.ts';
import { blend, type Camera, type Canvas } from './canvas.ts';
import { mixRgb, type Rgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';

/** Where a crest breaks: a place in the picture, metres away, and how strongly (0..1). */
export type Spray = { x: number; y: number; z: number; power: number };

/** What the wind tears off the crests: a veil that leans with the wind, and drops in it. */
export function paintSpray(
  canvas: Canvas,
  { focal }: Camera,
  light: Light,
  sprays: readonly Spray[],
  [windX]: readonly [number, number],
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const paint: Rgb = mixRgb(light.ambient, [1, 1, 1], 0.12);
  const lean = limit(windX * 3.2, -1.6, 1.6);
  for (const { x, y, z, power } of sprays) {
    const metre = focal / z;
    const gust =
      0.5 +
      noise.gradient((x / metre) * 0.35, z * 0.7) +
      0.5 * noise.gradient((x / metre) * 1.7, z);
    if (gust <= 0) continue;
    const tall = metre * 0.85 * gust * power;
    for (let up = 0; up < tall; up++) {
      const part = up / tall;
      const row = Math.floor(y - up);
      const column = Math.round(x + up * lean);
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      blend(color, (row * width + column) * 3, paint, 0.34 * power * (1 - part) ** 1.6);
    }
    if (!random.chance(Math.min(0.5, 7 / metre))) continue;
    const reach = metre * random.between(0.2, 2.2) * power;
    const px = Math.round(x + reach * (lean + random.between(-0.4, 0.4)));
    const py = Math.round(y - reach * random.between(0.2, 1));
    if (px < 1 || px >= width - 1 || py < 0 || py >= height - 1) continue;
    const index = (py * width + px) * 3;
    const cover = random.between(0.15, 0.6);
    blend(color, index, paint, cover);
    blend(color, index + 3, paint, cover * 0.5);
    blend(color, index + width * 3, paint, cover * 0.4);
  }
}
