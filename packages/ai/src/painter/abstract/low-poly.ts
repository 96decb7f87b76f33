import { clamp, mix } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { type Rgb, rampColor, scaleRgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import { fillFacet, gridTriangles } from './facets.ts';
import type { AbstractPalette } from './palette.ts';

type Corner = { x: number; y: number; lift: number };

/** Facets folded from paper in the palette's colours. */
export function paintLowPoly(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height } = canvas;
  const cells = 9;
  const unit = Math.min(width, height) / cells;
  const offset = random.between(0, 40);
  const angle = random.between(0, 6.28);
  const tone = (x: number, y: number): Rgb => {
    const u = x / width - 0.5;
    const v = y / height - 0.5;
    const slope = (u * Math.cos(angle) + v * Math.sin(angle)) * 0.7;
    const field =
      noise.fractal((x / unit / cells) * 1.3 + offset, (y / unit / cells) * 1.3, 2) * 0.5;
    return rampColor(palette.ramp, mix(0.08, 0.92, clamp(0.5 + slope + field)));
  };
  foldPaper(canvas, unit, 0.3, random, noise, tone);
}

/** Covers the canvas above `bottom` with facets about `unit` wide; `relief` is how deep the folds look. */
export function foldPaper(
  canvas: Canvas,
  unit: number,
  relief: number,
  random: Random,
  noise: Noise,
  colorAt: (x: number, y: number) => Rgb,
  bottom = canvas.height,
): void {
  const columns = Math.ceil(canvas.width / unit) + 3;
  const rows = Math.ceil(bottom / (unit * 0.9)) + 3;
  const offset = random.between(0, 40);
  const corners: Corner[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column - 1 + (row % 2 ? 0.5 : 0) + random.between(-0.34, 0.34)) * unit;
      const y = (row - 1 + random.between(-0.34, 0.34)) * unit * 0.9;
      corners.push({
        x,
        y,
        lift: noise.fractal(x / unit / 3 + offset, y / unit / 3, 3) + random.between(-0.18, 0.18),
      });
    }
  }
  for (const triangle of gridTriangles(corners, columns)) {
    const [a, b, c] = triangle;
    const paint = colorAt((a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3);
    const light = 1 + (facing(triangle, unit) - 0.55) * relief * 3;
    fillFacet(canvas, triangle, { paint: scaleRgb(paint, light), unit, rim: 0.3 * relief });
  }
}

/** How far a facet turns to a light from the upper left, about 0.55 when it lies flat. */
function facing([a, b, c]: [Corner, Corner, Corner], unit: number): number {
  const ux = (b.x - a.x) / unit;
  const uy = (b.y - a.y) / unit;
  const vx = (c.x - a.x) / unit;
  const vy = (c.y - a.y) / unit;
  const ul = b.lift - a.lift;
  const vl = c.lift - a.lift;
  const nx = uy * vl - ul * vy;
  const ny = ul * vx - ux * vl;
  const nz = ux * vy - uy * vx;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) * Math.sign(nz || 1);
  return (nx * -0.5 + ny * -0.62 + nz * 0.6) / length;
}
