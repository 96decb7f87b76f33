import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  cropTo,
  derive,
  derivedWidth,
  FIRST_DERIVATIVE,
  ingest,
  queuedDerivatives,
  reencodeAvatar,
} from './images.ts';
import { isNear, painted, pixelOf, quarters } from './testing-pictures.ts';

const png = (width: number, height: number) => painted(width, height).png().toBuffer();

test('a derivative has the width it is asked for and the shape of the original', async () => {
  const picture = await ingest(await png(1600, 900));
  for (const format of ['webp', 'avif'] as const) {
    const derived = await derive(picture, { width: 480, format });
    expect(derived).toMatchObject({ width: 480, height: 270, contentType: `image/${format}` });
    const kind = format === 'avif' ? 'ftypavif' : 'WEBP';
    expect(Buffer.from(derived.bytes.subarray(0, 12)).includes(kind)).toBe(true);
  }
  expect(await derive(picture, { width: 960, format: 'webp' })).toMatchObject({ height: 540 });
  expect(await derive(picture, { width: 'full', format: 'webp' })).toMatchObject({ width: 1600 });
});

test('nothing is made larger than it came', async () => {
  const picture = await ingest(await png(300, 200));
  expect(await derive(picture, FIRST_DERIVATIVE)).toMatchObject({ width: 300, height: 200 });
  expect(await derive(picture, { width: 1920, format: 'webp' })).toMatchObject({ width: 300 });
});

test('a preview gives the same picture as the bytes do', async () => {
  const picture = await ingest(await png(1600, 900));
  const quick = await derive(picture, FIRST_DERIVATIVE);
  const slow = await derive({ bytes: picture.bytes }, FIRST_DERIVATIVE);
  expect(quick).toMatchObject({ width: slow.width, height: slow.height });
  const [one, other] = await Promise.all(
    [quick, slow].map(({ bytes }) => sharp(bytes).raw().toBuffer()),
  );
  const apart = one?.map((value, at) => Math.abs(value - (other?.[at] ?? 0))).sort();
  expect(apart?.at(-1)).toBeLessThan(16);
});

test('what is longer than a WebP can be is made to fit in', async () => {
  const picture = await ingest(await png(40, 20_000));
  expect(await derive(picture, { width: 'full', format: 'webp' })).toMatchObject({
    height: 16_383,
  });
  expect(await derive(picture, FIRST_DERIVATIVE)).toMatchObject({ height: 16_383 });
});

test('how wide a kind will be is known before it is made', async () => {
  for (const [width, height] of [
    [1600, 900],
    [300, 200],
    [40, 20_000],
    [21, 16_390],
  ] as const) {
    const bytes = await png(width, height);
    for (const kind of [FIRST_DERIVATIVE, ...queuedDerivatives(width)]) {
      const made = await derive({ bytes }, kind);
      expect(derivedWidth({ width, height }, kind), `${width}x${height}`).toBe(made.width);
    }
  }
});

test('only widths that the original has are queued', () => {
  const names = (width: number) => queuedDerivatives(width).map((d) => `${d.format} ${d.width}`);
  expect(names(3000)).toHaveLength(6);
  expect(names(1536)).toEqual(['webp 960', 'webp 1440', 'webp full', 'avif 480', 'avif 960']);
  expect(names(400)).toEqual(['webp full']);
});

test.each([
  [3840, 2160, 'jpeg'],
  [1290, 2796, 'png'],
  [16, 16, 'webp'],
  [16, 2000, 'jpeg'],
  [2000, 16, 'png'],
  [333, 777, 'webp'],
] as const)('a crop to %d by %d as %s has exactly that size', async (width, height, format) => {
  const bytes = await cropTo(await png(640, 360), { width, height, format });
  expect(await sharp(bytes).metadata()).toMatchObject({ width, height, format, space: 'srgb' });
  expect((await sharp(bytes).metadata()).exif).toBeUndefined();
});

test('a JPEG keeps its colours at full resolution', async () => {
  const bytes = await cropTo(await png(640, 360), { width: 64, height: 64, format: 'jpeg' });
  expect((await sharp(bytes).metadata()).chromaSubsampling).toBe('4:4:4');
});

test('the focal point is in the middle as far as the edges allow', async () => {
  const stripes = await painted(900, 300, (x) =>
    x < 1 / 3 ? [200, 0, 0] : x < 2 / 3 ? [0, 200, 0] : [0, 0, 200],
  )
    .png()
    .toBuffer();
  const size = { width: 300, height: 300, format: 'png' } as const;
  const colorsAt = async (x: number) => {
    const crop = await cropTo(stripes, { ...size, x, y: 0.5 });
    return Promise.all([5, 150, 295].map((left) => pixelOf(crop, left, 150)));
  };
  const [red, green, blue] = [
    [200, 0, 0],
    [0, 200, 0],
    [0, 0, 200],
  ];
  expect(await colorsAt(0)).toEqual([red, red, red]);
  expect(await colorsAt(0.5)).toEqual([green, green, green]);
  expect(await colorsAt(1)).toEqual([blue, blue, blue]);
  const [left, , right] = await colorsAt(1 / 3);
  expect([left, right]).toEqual([red, green]);
});

test('without a focal point the crop follows what draws the eye', async () => {
  for (const spot of [0.1, 0.85]) {
    const dark = await painted(1200, 400, (x, y) =>
      Math.hypot(3 * (x - spot), y - 0.5) < 0.18 ? [250, 90, 20] : [30, 32, 36],
    )
      .png()
      .toBuffer();
    const crop = await cropTo(dark, { width: 240, height: 400, format: 'png' });
    const { dominant } = await sharp(crop).stats();
    const { channels } = await sharp(crop).stats();
    expect(dominant).toBeDefined();
    // About a tenth of the whole picture is bright; a crop that missed the spot would have none.
    expect(channels[0]?.mean).toBeGreaterThan(60);
  }
});

test('an upright crop is cut from a picture that its EXIF turns', async () => {
  const turned = await quarters(300, 200)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const crop = await cropTo(turned, { width: 200, height: 300, format: 'png' });
  expect(isNear(await pixelOf(crop, 30, 30), [20, 20, 220], 25)).toBe(true);
  expect(isNear(await pixelOf(crop, 170, 270), [20, 180, 20], 25)).toBe(true);
});

test('sizes and points out of bounds are refused', async () => {
  const bytes = await png(64, 64);
  const bad = [
    { width: 15, height: 100 },
    { width: 100, height: 8193 },
    { width: 100.5, height: 100 },
    { width: Number.NaN, height: 100 },
    { width: 100, height: 100, x: -0.1 },
    { width: 100, height: 100, y: Number.NaN },
  ];
  for (const crop of bad) {
    await expect(cropTo(bytes, { ...crop, format: 'jpeg' })).rejects.toThrow(RangeError);
  }
});

test('who gives up waits no longer, and the line goes on', async () => {
  const bytes = await png(1200, 800);
  const crop = { width: 2400, height: 1600, format: 'png' } as const;
  const abort = new AbortController();
  const reason = new Error('gone away');
  const abandoned = Array.from({ length: 12 }, () => cropTo(bytes, crop, abort.signal));
  const kept = cropTo(bytes, { ...crop, width: 64, height: 64 });
  const ended = Promise.allSettled(abandoned);
  const before = performance.now();
  setTimeout(() => abort.abort(reason), 20);
  for (const result of await ended) expect(result).toEqual({ status: 'rejected', reason });
  expect(performance.now() - before).toBeLessThan(5000);
  expect((await kept).byteLength).toBeGreaterThan(0);
});

test('an avatar is a square of 256 without anything of its file, animated or not', async () => {
  const photo = await painted(500, 900)
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .jpeg()
    .toBuffer();
  const frames = await Promise.all(
    [quarters(40, 40), painted(40, 40)].map((f) => f.png().toBuffer()),
  );
  const animated = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  for (const bytes of [photo, animated]) {
    const avatar = await reencodeAvatar(bytes);
    const facts = await sharp(avatar).metadata();
    expect(facts).toMatchObject({ format: 'webp', width: 256, height: 256 });
    expect(facts.exif).toBeUndefined();
    expect(facts.pages).toBeUndefined();
  }
  const refused = { name: 'ImageError', reason: 'NotAnImage' };
  await expect(reencodeAvatar(new TextEncoder().encode('<svg'))).rejects.toMatchObject(refused);
});
