import { clamp } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { mixRgb, type Rgb, rgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

type Tile = { ground: Rgb; figure: Rgb; accent: Rgb; motif: number; turn: number };

/** A mosaic of plain figures in the manner of the Bauhaus: discs, quarters, arcs, leaves, stripes. */
export function paintGeometric(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const across = Math.round(random.between(5, 7));
  const size = Math.min(width, height) / across;
  const columns = Math.ceil(width / size) + 1;
  const rows = Math.ceil(height / size) + 1;
  const shiftX = (width - (columns - 1) * size) / 2 - size / 2;
  const shiftY = (height - (rows - 1) * size) / 2 - size / 2;
  const paints = (
    palette.dark
      ? [
          palette.tint(0, 0.16, 0.7),
          palette.tint(0, 0.3),
          palette.tint(1, 0.5),
          palette.tint(1, 0.68),
          palette.tint(2, 0.82, 0.9),
          palette.tint(2, 0.93, 0.5),
        ]
      : [
          palette.tint(0, 0.95, 0.5),
          palette.tint(0, 0.86),
          palette.tint(1, 0.74),
          palette.tint(1, 0.56),
          palette.tint(2, 0.4),
          palette.tint(2, 0.66, 1.2),
        ]
  ).map(rgb);
  const pick = (): Rgb => paints[Math.floor(random() * paints.length)] ?? [0.5, 0.5, 0.5];
  const other = (not: Rgb): Rgb => {
    let choice = pick();
    for (let attempt = 0; attempt < 6 && choice === not; attempt++) choice = pick();
    return choice;
  };
  const tiles: Tile[] = Array.from({ length: (columns + 1) * (rows + 1) }, () => {
    const ground = pick();
    const figure = other(ground);
    return {
      ground,
      figure,
      accent: other(figure),
      motif: Math.floor(random() * 8),
      turn: Math.floor(random() * 4),
    };
  });
  for (let y = 0; y < height; y++) {
    const v = (y + 0.5 - shiftY) / size;
    const row = Math.floor(v);
    for (let x = 0; x < width; x++) {
      const u = (x + 0.5 - shiftX) / size;
      const column = Math.floor(u);
      const tile = tiles[row * (columns + 1) + column];
      if (!tile) continue;
      const paint = motif(tile, u - column, v - row, size);
      // A slow light over the whole sheet, and the tooth of the paper.
      const light =
        1.04 -
        0.12 * ((x / width) * 0.5 + (y / height) * 0.5) +
        noise.gradient(x * 0.35, y * 0.35) * 0.012;
      const index = (y * width + x) * 3;
      color[index] = paint[0] * light;
      color[index + 1] = paint[1] * light;
      color[index + 2] = paint[2] * light;
    }
  }
}

function motif(
  { ground, figure, accent, motif: kind, turn }: Tile,
  u0: number,
  v0: number,
  size: number,
): Rgb {
  const u = turn === 0 ? u0 : turn === 1 ? v0 : turn === 2 ? 1 - u0 : 1 - v0;
  const v = turn === 0 ? v0 : turn === 1 ? 1 - u0 : turn === 2 ? 1 - v0 : u0;
  const fill = (distance: number): number => clamp(distance * size + 0.5);
  const corner = Math.hypot(u, v);
  const middle = Math.hypot(u - 0.5, v - 0.5);
  if (kind === 0) return mixRgb(ground, figure, fill(1 - corner));
  if (kind === 1)
    return mixRgb(mixRgb(ground, figure, fill(0.42 - middle)), accent, fill(0.18 - middle));
  if (kind === 2)
    return mixRgb(ground, figure, fill(Math.min(1 - corner, 1 - Math.hypot(1 - u, 1 - v))));
  if (kind === 3) {
    const ring = Math.abs(((corner * 4) % 2) - 1);
    return mixRgb(
      ground,
      figure,
      corner > 1 ? fill(-1) : fill((ring - 0.5) / 4) * fill(1 - corner),
    );
  }
  if (kind === 4) return mixRgb(ground, figure, fill((u - v) * Math.SQRT1_2));
  if (kind === 5)
    return mixRgb(
      mixRgb(ground, figure, fill(0.5 - Math.hypot(u - 0.5, v))),
      accent,
      fill(0.5 - Math.hypot(u - 0.5, 1 - v)),
    );
  if (kind === 6) return mixRgb(ground, figure, fill((Math.abs(((u * 5) % 2) - 1) - 0.5) / 5));
  return mixRgb(mixRgb(ground, figure, fill(1 - corner)), accent, fill(0.5 - corner));
}
