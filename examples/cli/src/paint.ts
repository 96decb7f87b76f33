import { openImageService } from '@easel/ai';
import { parseSize, renderSize } from '@easel/ai/render-size';
import { objectKey, openStore } from '@easel/storage';
import { derive, FIRST_DERIVATIVE, ingest } from '@easel/storage/images';

type Order = { prompt: string; screen: string; folder: string; apiKey?: string; baseUrl?: string };

/** Makes one wallpaper and its thumbnail and keeps both in a folder. Returns their keys. */
export async function paint({ prompt, screen, folder, apiKey, baseUrl }: Order): Promise<string[]> {
  const size = parseSize(screen);
  if (!size) throw new Error(`${screen} is no size; write it like 2560x1440.`);
  const { models, fetchPicture } = openImageService({
    openai: apiKey ? { apiKey, ...(baseUrl && { baseUrl }), models: [], moderation: false } : null,
    timeoutMs: 300_000,
  });
  const [model] = models.values();
  if (!model) throw new Error('There is always a model.');

  const signal = AbortSignal.timeout(300_000);
  const painting = await model.paint({ prompt, size: renderSize(model.info.sizes, size), signal });
  const { picture } = painting;
  const bytes = picture.kind === 'bytes' ? picture.bytes : await fetchPicture(picture.url, signal);

  const store = openStore({ kind: 'files', root: folder });
  const original = await ingest(bytes);
  const thumbnail = await derive(original, FIRST_DERIVATIVE);
  const keys = [
    objectKey('private', 'cli', original.bytes, original.extension),
    objectKey('public', 'cli', thumbnail.bytes, 'webp'),
  ] as const;
  await store.put(keys[0], original.bytes, { contentType: original.contentType });
  await store.put(keys[1], thumbnail.bytes, { contentType: thumbnail.contentType });
  return [...keys];
}
