import sharp from 'sharp';
import { expect, test } from 'vitest';
import { PaintError } from '../model.ts';
import { createPainter } from './index.ts';

const painter = createPainter();
const signal = new AbortController().signal;

async function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof PaintError ? error.reason : String(error)),
  );
}

test('a picture comes as PNG bytes of the size that was asked for', async () => {
  const { picture, mediaType } = await painter.paint({
    prompt: 'a lake',
    size: { width: 411, height: 300 },
    signal,
  });
  if (picture.kind !== 'bytes') throw new Error('expected bytes');
  expect(mediaType).toBe('image/png');
  const { format, width, height, channels } = await sharp(picture.bytes).metadata();
  expect({ format, width, height, channels }).toEqual({
    format: 'png',
    width: 411,
    height: 300,
    channels: 3,
  });
});

test('previews are real pictures of the same shape, in order, before the end', async () => {
  const seen: { progress: number; width: number; height: number }[] = [];
  const pending: Promise<void>[] = [];
  await painter.paint({
    prompt: '日落 大海',
    size: { width: 1280, height: 720 },
    signal,
    onPreview: ({ bytes, progress }) =>
      void pending.push(
        sharp(bytes)
          .metadata()
          .then(({ width, height }) => void seen.push({ progress, width, height })),
      ),
  });
  await Promise.all(pending);
  expect(seen[0]).toEqual({ progress: 0.1, width: 320, height: 180 });
  expect(seen.every(({ progress }) => progress > 0 && progress < 1)).toBe(true);
});

test('a canceled picture ends at once', async () => {
  const controller = new AbortController();
  const painting = painter.paint({
    prompt: 'mountains',
    size: { width: 3840, height: 2160 },
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(), 100);
  const start = performance.now();
  expect(await reasonOf(painting)).toBe('CANCELED');
  expect(performance.now() - start).toBeLessThan(2000);
});

test('a request that was canceled before it began paints nothing', async () => {
  expect(
    await reasonOf(
      painter.paint({
        prompt: 'sea',
        size: { width: 512, height: 512 },
        signal: AbortSignal.abort(),
      }),
    ),
  ).toBe('CANCELED');
});

test.each([
  [100, 100],
  [4000, 1000],
  [3840, 800],
  [512.5, 512],
  [-512, 512],
])('%d by %d is refused', async (width, height) => {
  expect(await reasonOf(painter.paint({ prompt: 'sea', size: { width, height }, signal }))).toBe(
    'SIZE_UNSUPPORTED',
  );
});
