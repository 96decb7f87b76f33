import sharp from 'sharp';
import { expect, test } from 'vitest';
import { collage } from './collage.ts';

const size = { width: 1200, height: 630 };

async function plain(background: string): Promise<Uint8Array> {
  const create = { width: 480, height: 300, channels: 3 as const, background };
  return new Uint8Array(await sharp({ create }).webp().toBuffer());
}

/** What colours stand at these points of a JPEG, roughly. */
async function colorsAt(jpeg: Uint8Array, points: [number, number][]): Promise<string[]> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const names: [string, number[]][] = [
    ['red', [255, 0, 0]],
    ['blue', [0, 0, 255]],
    ['lime', [0, 255, 0]],
  ];
  return points.map(([x, y]) => {
    const at = (y * info.width + x) * info.channels;
    const near = names.find(([, color]) =>
      color.every((value, n) => Math.abs(value - (data[at + n] ?? 0)) < 40),
    );
    return near?.[0] ?? 'other';
  });
}

test('every picture has a part of its own, in order, and the whole has exactly the size asked for', async () => {
  const pictures = ['red', 'blue', 'lime'].map((color) => () => plain(color));
  const jpeg = await collage(pictures, size);
  expect(await sharp(jpeg).metadata()).toMatchObject({ ...size, format: 'jpeg' });
  expect(
    await colorsAt(jpeg, [
      [300, 315],
      [900, 150],
      [900, 480],
    ]),
  ).toEqual(['red', 'blue', 'lime']);
});

test.each([1, 2, 5, 7])('%i pictures fill the whole', async (count) => {
  const jpeg = await collage(
    Array.from({ length: count }, () => () => plain('red')),
    size,
  );
  const corners = await colorsAt(jpeg, [
    [3, 3],
    [1196, 3],
    [3, 626],
    [1196, 626],
  ]);
  expect(corners).toEqual(['red', 'red', 'red', 'red']);
});

test('of nothing there is no collage', async () => {
  await expect(collage([], size)).rejects.toThrow(RangeError);
});
