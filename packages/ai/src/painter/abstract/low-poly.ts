import { at, clamp, mix } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { type Rgb, rampColor } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

type Corner = { x: number; y: number; lift: number };

/** Facets folded from paper; `colorAt` (0..1 both ways) gives each its colour, else the palette does. */
export function paintLowPoly(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
  colorAt?: (u: number, v: number) => Rgb,
): void {
  const { width, height } = canvas;
  const cells = colorAt ? 26 : 11;
  const unit = Math.min(width, height) / cells;
  const columns = Math.ceil(width / unit) + 3;
  const rows = Math.ceil(height / (unit * 0.9)) + 3;
  const offset = random.between(0, 40);
  const angle = random.between(0, 6.28);
  const corners: Corner[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column - 1 + (row % 2 ? 0.5 : 0) + random.between(-0.36, 0.36)) * unit;
      const y = (row - 1 + random.between(-0.36, 0.36)) * unit * 0.9;
      corners.push({
        x,
        y,
        lift: noise.fractal(x / unit / 3 + offset, y / unit / 3, 3) + random.between(-0.25, 0.25),
      });
    }
  }
  const tone = (x: number, y: number): Rgb => {
    const u = x / width - 0.5;
    const v = y / height - 0.5;
    const slope = (u * Math.cos(angle) + v * Math.sin(angle)) * 0.55;
    const field =
      noise.fractal((x / unit / cells) * 1.6 + offset, (y / unit / cells) * 1.6, 3) * 0.55;
    return rampColor(palette.ramp, mix(0.08, 0.92, clamp(0.5 + slope + field)));
  };
  const paintAt = (x: number, y: number): Rgb =>
    colorAt ? colorAt(clamp(x / width), clamp(y / height)) : tone(x, y);
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const a = corners[row * columns + column];
      const b = corners[row * columns + column + 1];
      const c = corners[(row + 1) * columns + column];
      const d = corners[(row + 1) * columns + column + 1];
      if (!a || !b || !c || !d) continue;
      // Odd rows stand half a cell to the right, so the short diagonal changes sides.
      const pairs: [Corner, Corner, Corner][] =
        row % 2
          ? [
              [a, b, d],
              [a, d, c],
            ]
          : [
              [a, b, c],
              [b, d, c],
            ];
      for (const triangle of pairs)
        fillFacet(canvas, triangle, paintAt, unit, colorAt ? 0.13 : 0.34);
    }
  }
}

/** One facet: flat colour, lit by how it lies, a breath lighter toward its upper edge. */
function fillFacet(
  canvas: Canvas,
  [a, b, c]: [Corner, Corner, Corner],
  paintAt: (x: number, y: number) => Rgb,
  unit: number,
  relief: number,
): void {
  const mx = (a.x + b.x + c.x) / 3;
  const my = (a.y + b.y + c.y) / 3;
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
  const facing = (nx * -0.5 + ny * -0.62 + nz * 0.6) / length;
  const light = 1 + (facing - 0.55) * relief * 3;
  const paint = paintAt(mx, my);
  const edges = [
    [a, b],
    [b, c],
    [c, a],
  ].map(([p, q]) => edgeOf(p ?? a, q ?? b, mx, my));
  const [e0, e1, e2] = edges;
  if (!e0 || !e1 || !e2) return;
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y)));
  const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(a.y, b.y, c.y)));
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x)));
  const right = Math.min(canvas.width - 1, Math.ceil(Math.max(a.x, b.x, c.x)));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5;
      const py = y + 0.5;
      const inside = Math.min(
        e0[0] * px + e0[1] * py + e0[2],
        e1[0] * px + e1[1] * py + e1[2],
        e2[0] * px + e2[1] * py + e2[2],
      );
      // Facets overlap by half a pixel, so that no seam shows the ground.
      const cover = clamp(inside + 1);
      if (cover <= 0) continue;
      const shade =
        light * (1 - ((py - my) / unit) * 0.1) +
        0.1 * Math.exp(-Math.max(0, inside) / (unit * 0.02));
      const index = (y * canvas.width + x) * 3;
      for (let k = 0; k < 3; k++)
        canvas.color[index + k] = mix(at(canvas.color, index + k), (paint[k] ?? 0) * shade, cover);
    }
  }
}

/** A line's distance function, positive on the side of the point (mx, my). */
function edgeOf(p: Corner, q: Corner, mx: number, my: number): [number, number, number] {
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  const a = -(q.y - p.y) / length;
  const b = (q.x - p.x) / length;
  const c = -(a * p.x + b * p.y);
  const side = a * mx + b * my + c < 0 ? -1 : 1;
  return [a * side, b * side, c * side];
}
