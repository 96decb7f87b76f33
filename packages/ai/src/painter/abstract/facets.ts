import { at, clamp, mix } from '../arrays.ts';
import { type Canvas, sky } from '../canvas.ts';
import type { Rgb } from '../color.ts';

export type Point = { x: number; y: number };

/** How a facet looks: its colour, how much lighter its upper edge is, and a fine bright rim. */
export type FacetLook = {
  paint: Rgb;
  /** Pixels over which the colour fades by a tenth, from top to bottom. */
  unit: number;
  rim: number;
  /** Depth that the facet leaves behind; without it nothing is left. */
  depth?: number;
  /** Leaves alone what already has depth. */
  onlyOpen?: boolean;
};

/** Fills a triangle with one colour, a breath lighter toward its upper edge. */
export function fillFacet(
  canvas: Canvas,
  [a, b, c]: readonly [Point, Point, Point],
  { paint, unit, rim, depth, onlyOpen }: FacetLook,
): void {
  const mx = (a.x + b.x + c.x) / 3;
  const my = (a.y + b.y + c.y) / 3;
  const e0 = edgeOf(a, b, mx, my);
  const e1 = edgeOf(b, c, mx, my);
  const e2 = edgeOf(c, a, mx, my);
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y)));
  const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(a.y, b.y, c.y)));
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x)));
  const right = Math.min(canvas.width - 1, Math.ceil(Math.max(a.x, b.x, c.x)));
  for (let y = top; y <= bottom; y++) {
    const fall = 1 - ((y + 0.5 - my) / unit) * 0.1;
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
      const pixel = y * canvas.width + x;
      if (onlyOpen && at(canvas.depth, pixel) < sky) continue;
      const shade = fall + rim * Math.exp(-Math.max(0, inside) / (unit * 0.02));
      const index = pixel * 3;
      for (let k = 0; k < 3; k++)
        canvas.color[index + k] = mix(at(canvas.color, index + k), (paint[k] ?? 0) * shade, cover);
      if (depth !== undefined && cover > 0.5) canvas.depth[pixel] = depth;
    }
  }
}

/** A line's distance function, positive on the side of the point (mx, my). */
function edgeOf(p: Point, q: Point, mx: number, my: number): [number, number, number] {
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  const a = -(q.y - p.y) / length;
  const b = (q.x - p.x) / length;
  const c = -(a * p.x + b * p.y);
  const side = a * mx + b * my + c < 0 ? -1 : 1;
  return [a * side, b * side, c * side];
}

/** The triangles of a grid of `columns` whose odd rows stand half a cell to the right, row by row. */
export function* gridTriangles<Corner>(
  corners: readonly Corner[],
  columns: number,
): Generator<[Corner, Corner, Corner]> {
  const rows = Math.floor(corners.length / columns);
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const a = corners[row * columns + column];
      const b = corners[row * columns + column + 1];
      const c = corners[(row + 1) * columns + column];
      const d = corners[(row + 1) * columns + column + 1];
      if (!a || !b || !c || !d) continue;
      // The short diagonal changes sides from row to row.
      if (row % 2) {
        yield [a, b, d];
        yield [a, d, c];
      } else {
        yield [a, b, c];
        yield [b, d, c];
      }
    }
  }
}
