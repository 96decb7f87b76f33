import { at, clamp, limit, mix } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { rampIndex } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

/**
 * Poured paint: noise that bends noise that bends noise (Inigo Quilez, "Domain warping"), lit as a
 * glossy relief.
 */
export function paintFluid(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const step = Math.max(1, Math.round(Math.min(width, height) / 420));
  const columns = Math.ceil(width / step) + 3;
  const rows = Math.ceil(height / step) + 3;
  const relief = new Float32Array(columns * rows);
  const hue = new Float32Array(columns * rows);
  const scale = random.between(0.55, 0.85) / Math.min(width, height);
  const ox = random.between(0, 90);
  const oy = random.between(0, 90);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const u = (column - 1) * step * scale + ox;
      const v = (row - 1) * step * scale * 1.15 + oy;
      const q0 = noise.fractal(u, v, 3);
      const q1 = noise.fractal(u + 5.2, v + 1.3, 3);
      const r0 = noise.fractal(u + 1.9 * q0 + 1.7, v + 1.9 * q1 + 9.2, 3);
      const r1 = noise.fractal(u + 1.9 * q0 + 8.3, v + 1.9 * q1 + 2.8, 3);
      relief[row * columns + column] = noise.fractal(u + 2.1 * r0, v + 2.1 * r1, 3);
      hue[row * columns + column] = r0 * 0.75 + q1 * 0.55;
    }
  }
  const slope = 22 * (Math.min(width, height) / 420 / step);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fx = x / step + 1;
      const fy = y / step + 1;
      const here = sample(relief, columns, fx, fy);
      const left = sample(relief, columns, fx - 0.8, fy);
      const above = sample(relief, columns, fx, fy - 0.8);
      const nx = (here - left) * slope;
      const ny = (here - above) * slope;
      const upright = 1 / Math.sqrt(1 + nx * nx + ny * ny);
      const facing = limit((-0.5 * nx - 0.62 * ny + 0.6) * upright + 0.2, 0, 1.5);
      const mirror = clamp((-0.4 * nx - 0.5 * ny + 0.77) * upright);
      const shine = mirror ** 26 * 0.34 + mirror ** 120 * 0.5;
      const edge = (1 - upright) * 0.25;
      const tone = clamp(
        mix(0.06, 0.94, clamp(0.47 + here * 1.05 + sample(hue, columns, fx, fy) * 0.8)),
      );
      const index = (y * width + x) * 3;
      const paint = rampIndex(tone);
      const light = 0.45 + 0.68 * facing - edge;
      color[index] = at(palette.ramp, paint) * light + shine;
      color[index + 1] = at(palette.ramp, paint + 1) * light + shine;
      color[index + 2] = at(palette.ramp, paint + 2) * light + shine;
    }
  }
}

/** The value between four points of a grid: bilinear. */
function sample(values: Float32Array, columns: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const tx = x - left;
  const ty = y - top;
  const index = top * columns + left;
  const upper = at(values, index) + (at(values, index + 1) - at(values, index)) * tx;
  const lower =
    at(values, index + columns) +
    (at(values, index + columns + 1) - at(values, index + columns)) * tx;
  return upper + (lower - upper) * ty;
}
