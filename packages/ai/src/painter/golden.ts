import { rgbToLab } from './color.ts';
import type { Picture } from './render.ts';

/** Pictures that must keep looking as they do. After a wanted change: `node src/painter/golden.ts`. */
export const goldenPrompts = [
  'mountain lake at sunrise',
  '沙漠 日落',
  'calm sea at sunset',
  'city skyline at night over the river',
  'aurora over snowy mountains',
  'lavender field in summer, daylight',
  'saturn in space',
  'blue silk waves',
  '水墨山水',
  'lighthouse at sunset, a sailboat and birds',
  '瀑布',
  'flat illustration of blue hills',
  '海上暴风雨 闪电',
  'low poly mountains at sunset',
] as const;

export const goldenSize = { width: 256, height: 144 };

const columns = 16;
const rows = 9;

/** A picture as 16 by 9 OKLab colours (three numbers each): what stays when details move. */
export function thumbnail({ data, width, height }: Picture): number[] {
  const cells: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const sum = [0, 0, 0];
      let count = 0;
      for (let y = Math.floor((row * height) / rows); y < ((row + 1) * height) / rows; y++) {
        for (
          let x = Math.floor((column * width) / columns);
          x < ((column + 1) * width) / columns;
          x++
        ) {
          for (let c = 0; c < 3; c++)
            sum[c] = (sum[c] ?? 0) + toLinear(data[(y * width + x) * 3 + c] ?? 0);
          count++;
        }
      }
      const [red = 0, green = 0, blue = 0] = sum.map((value) => value / count);
      cells.push(...rgbToLab([red, green, blue]).map((value) => Math.round(value * 1000) / 1000));
    }
  }
  return cells;
}

/** Mean distance in OKLab; 0.02 is a difference that one has to look for. */
export function difference(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 3) {
    sum += Math.hypot(
      (a[i] ?? 0) - (b[i] ?? 0),
      (a[i + 1] ?? 0) - (b[i + 1] ?? 0),
      (a[i + 2] ?? 0) - (b[i + 2] ?? 0),
    );
  }
  return sum / (a.length / 3);
}

function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

if (import.meta.main) {
  const { writeFile } = await import('node:fs/promises');
  const { renderPicture } = await import('./render.ts');
  const goldens = goldenPrompts.map((prompt) => [
    prompt,
    thumbnail(renderPicture({ prompt, ...goldenSize })).join(' '),
  ]);
  const text = JSON.stringify(Object.fromEntries(goldens), null, 2);
  await writeFile(new URL('golden.json', import.meta.url), `${text}\n`);
}
