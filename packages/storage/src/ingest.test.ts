import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { derive, describe, HEAD, type ImageReason, ingest, memoryFor } from './images.ts';
import { isNear, painted, pixelOf, quarters } from './testing-pictures.ts';

const refusal = (reason: ImageReason) => ({ name: 'ImageError', reason });
const text = (content: string) => new TextEncoder().encode(content);

/** One chunk of a PNG file. */
function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.byteLength, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A grey PNG of any size, made without any image library: bombs need almost no bytes. */
function flatPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))), { level: 9 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Puts a chunk behind the header of a PNG. */
function withChunk(png: Buffer, name: string, data: Uint8Array): Buffer {
  return Buffer.concat([png.subarray(0, 33), chunk(name, data), png.subarray(33)]);
}

test.each([
  ['png', 'image/png', 'png'],
  ['jpeg', 'image/jpeg', 'jpg'],
  ['webp', 'image/webp', 'webp'],
] as const)('a %s is taken as it came', async (format, contentType, extension) => {
  const bytes = await painted(320, 200).toFormat(format).toBuffer();
  const picture = await ingest(bytes);
  expect(picture).toMatchObject({ contentType, extension, width: 320, height: 200 });
  expect(picture.bytes).toBe(bytes);
});

test('the content decides, not what the bytes are called', async () => {
  for (const bytes of [text(''), text('x'), text('<html>'), text('%PDF-1.7'), new Uint8Array(99)]) {
    await expect(ingest(bytes)).rejects.toMatchObject(refusal('NotAnImage'));
  }
});

test('formats that are pictures but not ours are unsupported', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const others = [
    text(svg),
    text(`<?xml version="1.0"?>\n<!-- -->${svg}`),
    await painted(32, 32).gif().toBuffer(),
    await painted(32, 32).tiff().toBuffer(),
    await painted(32, 32).avif().toBuffer(),
    text('BM6\0'),
  ];
  for (const bytes of others) {
    await expect(ingest(bytes)).rejects.toMatchObject(refusal('Unsupported'));
  }
});

test('this process decodes no format but the three, whoever asks', async () => {
  const svg = text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const avif = await painted(32, 32).avif().toBuffer();
  const gif = await painted(32, 32).gif().toBuffer();
  for (const bytes of [svg, avif, gif]) await expect(sharp(bytes).metadata()).rejects.toThrow();
});

test('a bomb is refused by its header, before it is decoded', async () => {
  const bomb = flatPng(16_000, 16_000);
  expect(bomb.byteLength).toBeLessThan(300_000);
  const before = performance.now();
  await expect(ingest(bomb)).rejects.toMatchObject(refusal('TooLarge'));
  expect(performance.now() - before).toBeLessThan(5000);
  await expect(ingest(flatPng(100_000, 251))).rejects.toMatchObject(refusal('TooLarge'));
  expect(await ingest(flatPng(5000, 5000))).toMatchObject({ width: 5000, height: 5000 });
});

test('more than 50 MB are refused', async () => {
  const png = withChunk(flatPng(10, 10), 'teXt', new Uint8Array(50_000_000));
  await expect(ingest(png)).rejects.toMatchObject(refusal('TooLarge'));
});

test.each(['png', 'jpeg', 'webp'] as const)(
  'a truncated %s is refused wherever it ends',
  async (format) => {
    const bytes = await painted(320, 200).toFormat(format).toBuffer();
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      await expect(ingest(cut)).rejects.toMatchObject(refusal('Truncated'));
    }
    await expect(ingest(bytes.subarray(0, -1))).rejects.toMatchObject(refusal('Truncated'));
  },
);

test('a progressive JPEG and one with a thumbnail inside are followed to their own end', async () => {
  const thumbnail = await painted(40, 30).jpeg().toBuffer();
  const plain = await painted(320, 200).jpeg({ progressive: true }).toBuffer();
  const segment = Buffer.concat([Buffer.from([0xff, 0xe5, 0, 0]), thumbnail]);
  segment.writeUInt16BE(thumbnail.length + 2, 2);
  const bytes = Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]);
  expect(await ingest(bytes)).toMatchObject({ width: 320, height: 200 });
  const cut = bytes.subarray(0, bytes.length - 200);
  await expect(ingest(cut)).rejects.toMatchObject(refusal('Truncated'));
});

test('a PNG with a whole outline and broken pixels is refused', async () => {
  const png = await painted(320, 200).png().toBuffer();
  const idat = png.indexOf('IDAT') + 4;
  const broken = Buffer.from(png);
  broken.fill(0x5a, idat + 500, idat + 600);
  await expect(ingest(broken)).rejects.toMatchObject(refusal('NotAnImage'));
  const missing = flatPng(50, 4000);
  missing.writeUInt32BE(8000, 20);
  missing.writeUInt32BE(crc32(missing.subarray(12, 29)), 29);
  await expect(ingest(missing)).rejects.toMatchObject(refusal('NotAnImage'));
});

test.each([
  [481, 2000],
  [1000, 1501],
  [1792, 1024],
  [3000, 77],
  [4999, 301],
] as const)(
  'a defect in the last row of %i by %i pixels is seen, though it shrinks as it comes',
  async (width, height) => {
    const noise = Uint8Array.from({ length: width * height }, (_, at) => (at * at * 31) >> 3);
    const grey = sharp(noise, { raw: { width, height, channels: 1 } });
    const rows = Buffer.alloc((height - 1) * (1 + width), 1);
    const whole = await grey.png().toBuffer();
    const header = whole.subarray(8, 33);
    const short = Buffer.concat([
      ...[whole.subarray(0, 8), header],
      ...[chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))],
    ]);
    await expect(ingest(short)).rejects.toMatchObject(refusal('NotAnImage'));
    expect(await ingest(whole)).toMatchObject({ width, height });
  },
);

test('only a PNG that is read by rows is known to take little memory', async () => {
  const plain = await painted(320, 200).png().toBuffer();
  expect(memoryFor(plain, plain.length)).toBe(plain.length + 320 * 200);
  const others = [
    painted(320, 200).png({ progressive: true }),
    painted(320, 200).jpeg(),
    painted(320, 200).webp(),
  ];
  for (const other of others)
    expect(memoryFor(await other.toBuffer(), 9)).toBe(Number.POSITIVE_INFINITY);
  expect(memoryFor(plain.subarray(0, HEAD - 1), 9)).toBe(Number.POSITIVE_INFINITY);
});

test('every way in which a file can lie comes upright', async () => {
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const bytes = await quarters(600, 400).withMetadata({ orientation }).png().toBuffer();
    const { width, height, preview } = await ingest(bytes);
    const upright = await sharp(bytes).autoOrient().png().toBuffer({ resolveWithObject: true });
    expect({ width, height }).toEqual({ width: upright.info.width, height: upright.info.height });
    const { data, ...raw } = preview;
    expect(raw.width).toBe(Math.min(480, width));
    const shown = await sharp(data, { raw }).png().toBuffer();
    for (const [x, y] of [
      [0.2, 0.2],
      [0.8, 0.2],
      [0.2, 0.8],
    ] as const) {
      const colour = await pixelOf(shown, Math.floor(x * raw.width), Math.floor(y * raw.height));
      const wanted = await pixelOf(upright.data, Math.floor(x * width), Math.floor(y * height));
      expect(isNear(colour, [wanted[0] ?? 0, wanted[1] ?? 0, wanted[2] ?? 0])).toBe(true);
    }
  }
});

test('a polyglot is kept whole as a download, and nothing of it reaches a page', async () => {
  const payload = '<script>alert(document.domain)</script>PK\x03\x04';
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    const image = await painted(320, 200).toFormat(format).toBuffer();
    const bytes = Buffer.concat([image, text(payload)]);
    const picture = await ingest(bytes);
    expect(picture.contentType).toBe(`image/${format}`);
    expect(Buffer.compare(picture.bytes, bytes)).toBe(0);
    const shown = await derive(picture, { width: 'full', format: 'webp' });
    expect(Buffer.from(shown.bytes).includes('script')).toBe(false);
  }
  const front = Buffer.concat([text(payload), await painted(9, 9).png().toBuffer()]);
  await expect(ingest(front)).rejects.toMatchObject(refusal('NotAnImage'));
});

test('a script in a comment is not shown either', async () => {
  const png = withChunk(await painted(99, 99).png().toBuffer(), 'tEXt', text('a\0<script>'));
  const shown = await derive(await ingest(png), { width: 480, format: 'webp' });
  expect(Buffer.from(shown.bytes).includes('script')).toBe(false);
});

test('an animated picture is unsupported', async () => {
  const frames = await Promise.all(
    [quarters(40, 40), painted(40, 40)].map((f) => f.png().toBuffer()),
  );
  const webp = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  await expect(ingest(webp)).rejects.toMatchObject(refusal('Unsupported'));
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2, 0);
  const apng = withChunk(await painted(40, 40).png().toBuffer(), 'acTL', control);
  await expect(ingest(apng)).rejects.toMatchObject(refusal('Unsupported'));
});

test('CMYK, 16 bits, grey and wide colours come out as plain sRGB', async () => {
  const red = painted(200, 100, () => [200, 30, 30]);
  const cases = {
    cmyk: await red
      .clone()
      .withIccProfile('cmyk')
      .toColourspace('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer(),
    deep: await red.clone().toColourspace('rgb16').png().toBuffer(),
    wide: await red.clone().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
  };
  expect((await sharp(cases.cmyk).metadata()).space).toBe('cmyk');
  expect((await sharp(cases.deep).metadata()).depth).toBe('ushort');
  expect((await sharp(cases.wide).metadata()).icc).toBeDefined();
  for (const bytes of Object.values(cases)) {
    const picture = await ingest(bytes);
    for (const width of [100, 'full'] as const) {
      const { bytes: shown } = await derive(picture, { width, format: 'webp' });
      expect(await sharp(shown).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar' });
      expect((await sharp(shown).metadata()).icc).toBeUndefined();
      expect(isNear(await pixelOf(shown, 50, 25), [200, 30, 30], 20)).toBe(true);
    }
    expect((await describe(picture)).palette).toEqual(['red']);
  }
});

test('a picture with one channel is as good as one with three', async () => {
  const grey = painted(200, 100, () => [128, 128, 128]).toColourspace('b-w');
  const files = [await grey.clone().png().toBuffer(), await grey.clone().jpeg().toBuffer()];
  for (const bytes of files) {
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    const picture = await ingest(bytes);
    expect(await describe(picture)).toMatchObject({ palette: ['gray'], color: '#808080' });
    const { bytes: shown } = await derive(picture, { width: 100, format: 'webp' });
    expect(isNear(await pixelOf(shown, 50, 25), [128, 128, 128])).toBe(true);
  }
});

test('a picture that its EXIF turns is measured and shown upright', async () => {
  const { data } = await quarters(300, 200).jpeg().toBuffer({ resolveWithObject: true });
  const turned = await sharp(data)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const picture = await ingest(turned);
  expect(picture).toMatchObject({ width: 200, height: 300 });
  const shown = await derive(picture, { width: 100, format: 'webp' });
  expect(shown).toMatchObject({ width: 100, height: 150 });
  // A quarter turn clockwise: what was at the bottom left is at the top left.
  expect(isNear(await pixelOf(shown.bytes, 20, 20), [20, 20, 220], 25)).toBe(true);
  expect(isNear(await pixelOf(shown.bytes, 80, 20), [220, 20, 20], 25)).toBe(true);
  expect((await sharp(shown.bytes).metadata()).orientation).toBeUndefined();
});

test('who gives up gets the reason of the signal', async () => {
  const bytes = await painted(320, 200).png().toBuffer();
  const reason = new Error('gone away');
  await expect(ingest(bytes, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('a line is no picture', async () => {
  await expect(ingest(flatPng(1001, 1))).rejects.toMatchObject(refusal('Unsupported'));
  await expect(ingest(flatPng(1, 1001))).rejects.toMatchObject(refusal('Unsupported'));
});
