import { derivatives, wallpapers } from '@easel/db';
import { type ByteRange, type Key, type ObjectInfo, parseKey, StorageError } from '@easel/storage';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { ownedBy } from './access.ts';

export type Media = { info: ObjectInfo; private: boolean };

/** Any failure of the store as the reason a person is told. */
export function storageFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  const missing = error.reason === 'NotFound' || error.reason === 'InvalidKey';
  return new EaselError(missing ? 'NOT_FOUND' : 'STORAGE_UNAVAILABLE', { cause: error });
}

/**
 * Finds a file that pages show: public ones for anyone, private ones for their owner. Originals are
 * not among them, they leave only as downloads. Throws NOT_FOUND, STORAGE_UNAVAILABLE.
 */
export async function findMedia(studio: Studio, viewer: Viewer, path: string): Promise<Media> {
  try {
    const key = parseKey(path);
    const isPrivate = key.startsWith('private/');
    if (isPrivate) await requireOwner(studio, viewer, key);
    return { info: await studio.store.head(key), private: isPrivate };
  } catch (error) {
    throw storageFailure(error);
  }
}

/** Streams what `findMedia` has found, or a part of it. */
export async function openMedia(
  studio: Studio,
  media: Media,
  options: { range?: ByteRange; signal?: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  try {
    return (await studio.store.get(media.info.key, options)).body;
  } catch (error) {
    throw storageFailure(error);
  }
}

async function requireOwner(studio: Studio, viewer: Viewer, key: Key): Promise<void> {
  const found = viewer
    ? await studio.db
        .select({ key: derivatives.key })
        .from(derivatives)
        .innerJoin(wallpapers, eq(wallpapers.id, derivatives.wallpaperId))
        .where(and(eq(derivatives.key, key), ownedBy(viewer)))
    : [];
  if (found.length === 0) throw new EaselError('NOT_FOUND');
}
