import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { renderSize } from './fit-screen.ts';
import type { ImageModel, PaintRequest } from './model.ts';
import { bytesOf, errorOf, useRelay } from './openai/testing-relay.ts';
import { openModels } from './service.ts';

/** What every image service promises, whoever paints. A new service is one more line here. */
const SERVICES = ['painter', 'gpt-image-2.5-flare', 'gpt-image-1.5', 'dall-e-3'];

const { settings, control } = useRelay();

function open(id: string): ImageModel {
  return openModels(settings({ models: SERVICES })).get(id) ?? expect.unreachable();
}

function request(model: ImageModel, more: Partial<PaintRequest> = {}): PaintRequest {
  const size = renderSize(model.info.sizes, { width: 800, height: 512 });
  return { prompt: '雪山下的湖泊', size, signal: new AbortController().signal, ...more };
}

describe.each(SERVICES)('%s', (id) => {
  test('paints exactly the size asked for', async () => {
    const model = open(id);
    const order = request(model);
    const painting = await model.paint(order);
    const { width, height, format } = await sharp(bytesOf(painting)).metadata();
    expect({ width, height }).toEqual(order.size);
    expect(painting.mediaType).toBe(`image/${format}`);
  });

  test('shows unfinished pictures on the way if it says so, and only then', async () => {
    const model = open(id);
    const progress: number[] = [];
    const formats: Promise<unknown>[] = [];
    await model.paint(
      request(model, {
        onPreview: (preview) => {
          progress.push(preview.progress);
          formats.push(sharp(preview.bytes).metadata());
        },
      }),
    );
    expect(progress.length > 0).toBe(model.info.previews);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.every((one) => one > 0 && one < 1)).toBe(true);
    await Promise.all(formats);
  });

  test('refuses a size that its rule does not allow', async () => {
    const model = open(id);
    const error = await errorOf(
      model.paint(request(model, { size: { width: 5000, height: 100 } })),
    );
    expect(error).toMatchObject({ reason: 'SIZE_UNSUPPORTED', retryable: false });
  });

  test('stops when it is canceled, before and while it paints', async () => {
    await control({ delayMs: 5000 });
    const model = open(id);
    const early = await errorOf(model.paint(request(model, { signal: AbortSignal.abort() })));
    expect(early.reason).toBe('CANCELED');
    const controller = new AbortController();
    const work = errorOf(model.paint(request(model, { signal: controller.signal })));
    setTimeout(() => controller.abort(), 20);
    expect((await work).reason).toBe('CANCELED');
  });
});
