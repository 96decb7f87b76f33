import { mix } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { labToRgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

/** Soft lights that run into each other: points of colour, bent by slow noise, blended in OKLab. */
export function paintMesh(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const size = Math.min(width, height);
  const aspectX = width / size;
  const aspectY = height / size;
  const count = Math.round(8 + 3 * (aspectX * aspectY - 1));
  const points = Array.from({ length: count }, (_, i) => {
    const lightness = palette.dark
      ? mix(0.16, 0.74, random() ** 1.3)
      : mix(palette.chroma < 0.12 ? 0.74 : 0.62, 0.95, random());
    const { l, c, h } = palette.tint(i % 3, lightness, random.between(0.85, 1.25));
    const hue = ((h + random.between(-12, 12)) * Math.PI) / 180;
    return {
      x: ((i + random()) / count) * aspectX,
      y: (((i * 0.618) % 1) * 0.9 + random() * 0.1) * aspectY,
      reach: random.between(0.1, 0.32),
      l,
      a: c * Math.cos(hue),
      b: c * Math.sin(hue),
    };
  });
  const offset = random.between(0, 50);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u0 = x / size;
      const v0 = y / size;
      const bendU = noise.gradient(u0 * 0.9 + offset, v0 * 0.9);
      const bendV = noise.gradient(u0 * 0.9 + 7.7, v0 * 0.9 + offset);
      const u = u0 + 0.32 * bendU + 0.09 * noise.gradient(u0 * 2.1 + bendV, v0 * 2.1 + offset);
      const v = v0 + 0.32 * bendV + 0.09 * noise.gradient(u0 * 2.1 + offset, v0 * 2.1 + bendU);
      let total = 1e-6;
      let l = 0;
      let a = 0;
      let b = 0;
      for (const point of points) {
        const dx = u - point.x;
        const dy = v - point.y;
        const near = 1 / ((dx * dx + dy * dy) / point.reach + 0.05);
        const weight = near * near * near;
        total += weight;
        l += weight * point.l;
        a += weight * point.a;
        b += weight * point.b;
      }
      // A slow swell of light over everything, as on silk.
      const sheen = noise.gradient(u * 1.3 - v * 1.7 + offset, v * 0.8) * 0.035;
      const index = (y * width + x) * 3;
      const [red, green, blue] = labToRgb(l / total + sheen, a / total, b / total);
      color[index] = red;
      color[index + 1] = green;
      color[index + 2] = blue;
    }
  }
}
