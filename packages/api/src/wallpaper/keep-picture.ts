import type { derivatives, wallpapers } from '@easel/db';
import { type Key, objectKey, type Store } from '@easel/storage';
import { derive, describe, FIRST_DERIVATIVE, ingest } from '@easel/storage/images';

export type NewDerivative = typeof derivatives.$inferInsert;

/** What a wallpaper's row says of its picture. */
export type Picture = Pick<
  typeof wallpapers.$inferInsert,
  | 'width'
  | 'height'
  | 'originalKey'
  | 'originalBytes'
  | 'originalType'
  | 'thumbhash'
  | 'color'
  | 'palette'
>;

/**
 * Checks a picture and stores it for the wallpaper of that id: the original, always private, and the
 * first file that pages show. The same bytes give the same objects. Throws `ImageError`, `StorageError`.
 */
export async function keepPicture(
  store: Store,
  { id, place, bytes }: { id: string; place: 'public' | 'private'; bytes: Uint8Array },
  signal: AbortSignal,
): Promise<{ picture: Picture; thumbnail: NewDerivative; keys: Key[] }> {
  const image = await ingest(bytes, signal);
  const storeOriginal = async () => {
    const key = objectKey('private', id, image.bytes, image.extension);
    await store.put(key, image.bytes, { contentType: image.contentType, signal });
    return key;
  };
  const storeThumbnail = async () => {
    const small = await derive(image, FIRST_DERIVATIVE, signal);
    const key = objectKey(place, id, small.bytes, 'webp');
    await store.put(key, small.bytes, { contentType: small.contentType, signal });
    return { small, key };
  };
  const [{ small, key }, description, originalKey] = await Promise.all([
    storeThumbnail(),
    describe(image),
    storeOriginal(),
  ]);
  return {
    keys: [originalKey, key],
    picture: {
      width: image.width,
      height: image.height,
      originalKey,
      originalBytes: image.bytes.byteLength,
      originalType: image.contentType,
      ...description,
    },
    thumbnail: {
      wallpaperId: id,
      format: 'webp',
      width: small.width,
      height: small.height,
      key,
      bytes: small.bytes.byteLength,
    },
  };
}
