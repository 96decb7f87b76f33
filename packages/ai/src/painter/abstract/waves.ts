import { at, clamp, mix, smooth } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { createRamp, rampIndex, rgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

const sheets = 9;

/** Sheets of silk, one before the other, each lit along its folds and throwing a soft shadow. */
export function paintWaves(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const background = createRamp([
    [0, palette.tint(0, palette.dark ? 0.12 : 0.95, 0.8)],
    [1, palette.tint(1, palette.dark ? 0.3 : 0.82)],
  ]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = (y * width + x) * 3;
      const paint = rampIndex(0.72 * (y / height) + 0.28 * (x / width));
      for (let c = 0; c < 3; c++) color[index + c] = at(background, paint + c);
    }
  }
  const unit = Math.min(width, height * 1.4);
  const tilt = random.between(-0.22, 0.22);
  for (let sheet = 0; sheet < sheets; sheet++) {
    const t = sheet / (sheets - 1);
    const offset = random.between(0, 80);
    const frequency = random.between(0.75, 1.2);
    const base = height * mix(0.2, 1.02, t);
    const swing = unit * random.between(0.12, 0.19);
    const hue = Math.min(2, Math.floor(t * 2.999));
    const top = rgb(palette.tint(hue, palette.dark ? mix(0.72, 0.36, t) : mix(0.88, 0.52, t)));
    const deep = rgb(palette.tint(hue, palette.dark ? mix(0.36, 0.1, t) : mix(0.66, 0.26, t), 1.1));
    const edge = new Float32Array(width + 1);
    for (let x = 0; x <= width; x++) {
      const u = (x / unit) * frequency + offset;
      const curve =
        noise.gradient(u, offset) * 1.25 + noise.gradient(u * 2.1 + 3, offset * 0.7) * 0.24;
      edge[x] = base - swing * curve + tilt * (x - width / 2);
    }
    drawSheet(
      canvas,
      edge,
      { top, deep, reach: height * 0.45, shadow: height * 0.06, offset, unit },
      noise,
    );
  }
}

type Sheet = {
  top: readonly number[];
  deep: readonly number[];
  reach: number;
  shadow: number;
  offset: number;
  unit: number;
};

function drawSheet(canvas: Canvas, edge: Float32Array, sheet: Sheet, noise: Noise): void {
  const { width, height, color } = canvas;
  for (let x = 0; x < width; x++) {
    const crest = at(edge, x);
    const lean = (at(edge, Math.min(width, x + 1)) - at(edge, Math.max(0, x - 1))) / 2;
    // Distance to a sloping edge is shorter than straight down.
    const upright = 1 / Math.sqrt(1 + lean * lean);
    for (let y = Math.max(0, Math.floor(crest - sheet.shadow)); y < height; y++) {
      const below = (y + 0.5 - crest) * upright;
      const index = (y * width + x) * 3;
      const cover = clamp(below + 0.5);
      if (cover < 1) {
        const shade = 1 - 0.4 * Math.max(0, 1 + below / (sheet.shadow * upright + 1e-6)) ** 2.2;
        for (let c = 0; c < 3; c++)
          color[index + c] = at(color, index + c) * (below < 0 ? shade : 1);
        if (cover <= 0) continue;
      }
      const depth = clamp(below / sheet.reach);
      const fold = noise.gradient(
        (x / sheet.unit) * 2.4 + sheet.offset + depth * 1.2,
        depth * 1.9 + sheet.offset,
      );
      const body = depth ** 0.72 - fold * 0.16;
      const rim =
        Math.exp(-below / (sheet.reach * 0.02)) * 0.3 +
        Math.exp(-below / (sheet.reach * 0.2)) * clamp(0.2 - lean * 0.5) * 0.7;
      const sheen = smooth(0.1, 0.62, fold) * 0.2 * (1 - depth);
      for (let c = 0; c < 3; c++) {
        const paint =
          mix(sheet.top[c] ?? 0, sheet.deep[c] ?? 0, clamp(body)) +
          (rim + sheen) * (sheet.top[c] ?? 0);
        color[index + c] = mix(at(color, index + c), paint, cover);
      }
    }
  }
}
