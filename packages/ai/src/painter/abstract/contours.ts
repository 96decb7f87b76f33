import { at, clamp, mix, smooth } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { createRamp, rampIndex, rgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

/** A map of an invented land cut out of paper: layers that lie on one another, with fine lines between. */
export function paintContours(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const unit = Math.min(width, height);
  const scale = random.between(1.1, 1.5) / unit;
  const ox = random.between(0, 60);
  const oy = random.between(0, 60);
  const levels = random.between(13, 19);
  const ramp = palette.dark
    ? createRamp([
        [0, palette.tint(0, 0.1, 0.8)],
        [0.45, palette.tint(0, 0.28)],
        [0.75, palette.tint(1, 0.5)],
        [1, palette.tint(2, 0.82)],
      ])
    : createRamp([
        [0, palette.tint(0, 0.42)],
        [0.4, palette.tint(1, 0.68)],
        [0.75, palette.tint(2, 0.86)],
        [1, palette.tint(2, 0.96, 0.6)],
      ]);
  const line = rgb(palette.tint(2, palette.dark ? 0.9 : 0.98, 0.5));
  const shadowStep = unit * 0.006;
  const field = (x: number, y: number): number => {
    const u = x * scale + ox;
    const v = y * scale + oy;
    const bend = noise.gradient(u * 0.7 + 4, v * 0.7) * 0.7;
    return 0.5 + 0.62 * noise.fractal(u + bend, v - bend, 3);
  };
  const columns = width + 1;
  let above = new Float32Array(columns);
  let here = new Float32Array(columns);
  for (let x = 0; x < columns; x++) above[x] = field(x, -1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < columns; x++) here[x] = field(x, y);
    for (let x = 0; x < width; x++) {
      const value = at(here, x);
      const level = value * levels;
      const slopeX = (at(here, x + 1) - value) * levels;
      const slopeY = (value - at(above, x)) * levels;
      const steep = Math.sqrt(slopeX * slopeX + slopeY * slopeY) + 1e-6;
      const step = Math.floor(level);
      const over = level - step;
      const toEdge = Math.min(over, 1 - over) / steep;
      // The layer below fades in over one pixel, so every edge is smooth.
      const cover = clamp(over / steep + 0.5);
      const lower = (step - 1 + cover) / levels;
      const tone = rampIndex(
        smooth(
          -0.05,
          1.05,
          over / steep < 0.5 ? lower + 1 / levels - (1 - cover) / levels : step / levels,
        ),
      );
      // Light comes from the upper left: each sheet shades the one below it on the other side.
      const towardLight = (-slopeX * 0.6 - slopeY * 0.8) / steep;
      const cast = Math.exp(-((1 - over) / steep) / shadowStep) * clamp(0.35 - towardLight) * 0.55;
      const lit = Math.exp(-(over / steep) / (unit * 0.0022)) * clamp(towardLight + 0.2) * 0.3;
      const major = ((step % 5) + 5) % 5 === 0;
      const stroke =
        clamp((major ? unit * 0.0016 : unit * 0.0006) + 0.5 - toEdge) * (major ? 0.55 : 0.22);
      const index = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const paper = at(ramp, tone + c) * (1 - cast) * (1 + lit);
        color[index + c] = mix(paper, line[c] ?? 1, stroke);
      }
    }
    [above, here] = [here, above];
  }
}
