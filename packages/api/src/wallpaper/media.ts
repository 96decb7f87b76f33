import { derivatives, wallpapers } from '@easel/db';
import { type ByteRange, type Key, type ObjectInfo, parseKey, StorageError } from '@easel/storage';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { ownedBy } from './access.ts';
import { ownerOf } from './garbage.ts';
import { findStandIn } from './stand-in.ts';

export type Media = {
  info: ObjectInfo;
  private: boolean;
  /** Another file of the same picture, shown until the one asked for is there again. */
  standIn: boolean;
};

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
  return withKey(studio, viewer, path, (key) => studio.store.head(key).then((info) => ({ info })));
}

/** The same with its bytes, in one step. The body must be read or canceled. */
export async function getMedia(
  studio: Studio,
  viewer: Viewer,
  path: string,
  signal: AbortSignal,
): Promise<Media & { body: ReadableStream<Uint8Array> }> {
  return withKey(studio, viewer, path, (key) => studio.store.get(key, { signal }));
}

/** Streams a part of what `findMedia` has found. */
export async function openMedia(
  studio: Studio,
  media: Media,
  options: { range: ByteRange; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  try {
    return (await studio.store.get(media.info.key, options)).body;
  } catch (error) {
    throw storageFailure(error);
  }
}

async function withKey<T extends { info: ObjectInfo }>(
  studio: Studio,
  viewer: Viewer,
  path: string,
  read: (key: Key) => Promise<T>,
): Promise<T & Media> {
  try {
    const key = parseKey(path);
    const isPrivate = key.startsWith('private/');
    if (isPrivate) await requireOwner(studio, viewer, key);
    try {
      return { ...(await read(key)), private: isPrivate, standIn: false };
    } catch (error) {
      if (!(error instanceof StorageError) || error.reason !== 'NotFound') throw error;
      const other = await findStandIn(studio, key);
      if (!other) throw error;
      return { ...(await read(other)), private: isPrivate, standIn: true };
    }
  } catch (error) {
    throw storageFailure(error);
  }
}

async function requireOwner(studio: Studio, viewer: Viewer, key: Key): Promise<void> {
  const ownerId = ownerOf(key);
  const found =
    viewer && ownerId
      ? await studio.db
          .select({ key: derivatives.key })
          .from(derivatives)
          .innerJoin(wallpapers, eq(wallpapers.id, derivatives.wallpaperId))
          .where(
            // By the wallpaper first: keys have no index of their own.
            and(eq(derivatives.wallpaperId, ownerId), eq(derivatives.key, key), ownedBy(viewer)),
          )
      : [];
  if (found.length === 0) throw new EaselError('NOT_FOUND');
}
