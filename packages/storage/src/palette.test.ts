import sharp from 'sharp';
import { thumbHashToApproximateAspectRatio } from 'thumbhash';
import { expect, test } from 'vitest';
import { COLORS, type Color, describe, ingest } from './images.ts';
import { colorName } from './palette.ts';
import { painted } from './testing-pictures.ts';

const NAMED: Record<Color, string[]> = {
  red: ['#ff0000', '#dc143c', '#b22222', '#8b0000', '#cd5c5c'],
  orange: ['#ffa500', '#ff8c00', '#ff7f50', '#f4a460'],
  yellow: ['#ffff00', '#ffd700', '#f0e68c'],
  green: ['#008000', '#00ff00', '#228b22', '#2e8b57', '#006400', '#556b2f'],
  teal: ['#008080', '#00ffff', '#20b2aa', '#40e0d0', '#5f9ea0'],
  blue: ['#0000ff', '#1e90ff', '#87ceeb', '#000080', '#4169e1', '#4682b4'],
  purple: ['#800080', '#8a2be2', '#9370db', '#4b0082', '#9932cc'],
  pink: ['#ffc0cb', '#ff69b4', '#ff1493', '#ff00ff', '#ffb6c1'],
  brown: ['#8b4513', '#a0522d', '#654321', '#5c4033', '#d2b48c'],
  black: ['#000000', '#0a0a0a', '#111111', '#0b0c10'],
  gray: ['#808080', '#a9a9a9', '#696969', '#d3d3d3', '#708090'],
  white: ['#ffffff', '#f5f5f5', '#fffafa', '#f8f8ff'],
};

test.each(Object.entries(NAMED))('what people call %s is filed under it', (name, colors) => {
  const named = colors.map((hex) => {
    const value = Number.parseInt(hex.slice(1), 16);
    return [hex, colorName(value >> 16, (value >> 8) & 255, value & 255)];
  });
  expect(named).toEqual(colors.map((hex) => [hex, name]));
});

test('the palette is ordered by share, has four names at most, and leaves out details', async () => {
  const bands = [
    [0.4, [20, 60, 200]],
    [0.7, [230, 20, 20]],
    [0.85, [20, 140, 30]],
    [0.92, [255, 230, 30]],
    [0.99, [128, 0, 128]],
    [1, [255, 255, 255]],
  ] as const;
  const bytes = await painted(400, 100, (x) => bands.find(([end]) => x < end)?.[1] ?? [0, 0, 0])
    .png()
    .toBuffer();
  const one = await describe(await ingest(bytes));
  expect(one.palette).toEqual(['blue', 'red', 'green', 'yellow']);
  expect(one.color).toMatch(/^#[0-9a-f]{6}$/);
  expect(one).toEqual(await describe(await ingest(bytes)));
  expect(one.palette.every((name) => COLORS.includes(name))).toBe(true);
});

test('one colour is one name, and the dominant colour is that colour', async () => {
  const bytes = await painted(64, 64, () => [30, 144, 255])
    .png()
    .toBuffer();
  const { palette, color, thumbhash } = await describe(await ingest(bytes));
  expect(palette).toEqual(['blue']);
  expect(color).toBe('#1e90ff');
  const hash = Buffer.from(thumbhash, 'base64');
  expect(hash.length).toBeLessThan(40);
});

test('a thumbhash knows the shape of its picture', async () => {
  const wide = await describe(await ingest(await painted(1600, 900).png().toBuffer()));
  const hash = Buffer.from(wide.thumbhash, 'base64');
  expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(16 / 9, 0);
});

test('what is transparent has no colour', async () => {
  const clear = { width: 50, height: 50, channels: 4, background: '#f000' } as const;
  const bytes = await sharp({ create: clear }).png().toBuffer();
  expect(await describe(await ingest(bytes))).toMatchObject({
    palette: ['white'],
    color: '#ffffff',
  });
});

test('a picture of one pixel is described too', async () => {
  const bytes = await painted(1, 1, () => [0, 0, 0])
    .png()
    .toBuffer();
  expect(await describe(await ingest(bytes))).toMatchObject({ palette: ['black'] });
});
