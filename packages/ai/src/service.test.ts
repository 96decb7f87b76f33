import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { bytesOf, errorOf, useRelay } from './openai/testing-relay.ts';
import { openImageService, openModels } from './service.ts';

const { control, settings } = useRelay();
const signal = new AbortController().signal;
const size = { width: 1024, height: 1024 };

test('models come in the order offered, the painter among them only where it is named', () => {
  const models = openModels(settings({ models: ['dall-e-3', 'painter', 'gpt-image-2'] }));
  expect([...models.keys()]).toEqual(['dall-e-3', 'painter', 'gpt-image-2']);
  expect([...models].every(([id, { info }]) => info.id === id)).toBe(true);
});

test('without a key the painter paints', async () => {
  const { models } = openImageService({ openai: null, timeoutMs: 30_000 });
  const [painter] = models.values();
  const painting = await painter?.paint({
    prompt: 'a lake',
    size: { width: 320, height: 256 },
    signal,
  });
  expect((await sharp(painting && bytesOf(painting)).metadata()).width).toBe(320);
});

describe('a picture that came as an address', () => {
  async function address(fault?: 'goneUrl'): Promise<string> {
    await control({ answer: 'url', default: fault ?? {} });
    const { models } = openImageService(settings({ models: ['dall-e-3'] }));
    const painting = await models.get('dall-e-3')?.paint({ prompt: 'a lake', size, signal });
    return painting?.picture.kind === 'url' ? painting.picture.url : expect.unreachable();
  }

  test('is fetched from the relay, though that is private', async () => {
    const { fetchPicture } = openImageService(settings());
    const bytes = await fetchPicture(await address(), signal);
    expect((await sharp(bytes).metadata()).width).toBe(1024);
  });

  test('is a bad image when it has gone, or is where nobody may look', async () => {
    const { fetchPicture } = openImageService(settings());
    for (const bad of [await address('goneUrl'), 'http://169.254.169.254/', 'file:///etc/passwd']) {
      expect(await errorOf(fetchPicture(bad, signal))).toMatchObject({
        reason: 'UPSTREAM_BAD_IMAGE',
        retryable: false,
      });
    }
  });

  test('can be worth another try', async () => {
    const { fetchPicture } = openImageService(settings({ baseUrl: 'http://127.0.0.1:1/v1' }));
    expect(await errorOf(fetchPicture('http://127.0.0.1:1/a.png', signal))).toMatchObject({
      reason: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
    });
  });

  test('is not fetched for a caller who has left', async () => {
    const { fetchPicture } = openImageService(settings());
    const error = await errorOf(fetchPicture(await address(), AbortSignal.abort()));
    expect(error.reason).toBe('CANCELED');
  });
});
