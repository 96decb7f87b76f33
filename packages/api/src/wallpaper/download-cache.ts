import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, wallpapers } from '@easel/db';
import { contentTypeOf, type Key, openStore, parseKey, StorageError } from '@easel/storage';
import { and, inArray, isNull } from 'drizzle-orm';
import type { Log } from '../log.ts';
import { untilAborted } from '../until-aborted.ts';
import { ownerOf } from './garbage.ts';

const TIDY_EVERY_MS = 5 * 60_000;
const IDS_AT_ONCE = 500;
/** Trimmed to this share of the limit, so that not every new file has to make room. */
const TRIMMED = 0.9;

type CachedFile = {
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
  bytes: number;
};

/** What a file depends on besides its wallpaper; the same parts give the same file. */
type FileName = { parts: readonly unknown[]; extension: string };

/** Finished downloads on this machine's disk. It never decides who may have one: ask before. */
export type DownloadCache = {
  /**
   * The file of that name for a wallpaper: kept from before, or made now and kept. Whoever asks for
   * the same while it is being made waits for the same work, which stops when the last has gone.
   */
  through(
    id: string,
    name: FileName,
    make: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>,
    signal: AbortSignal,
  ): Promise<CachedFile>;
  /** Takes a wallpaper's files away. */
  forget(id: string): Promise<void>;
  /** Takes away the files of wallpapers that are gone, and the longest unused above the limit. */
  tidy(): Promise<void>;
  close(): void;
};

type Making = { bytes: Promise<Uint8Array<ArrayBuffer>>; stop: AbortController; waiting: number };

/**
 * A cache in a folder, of at most so many bytes. Several processes may share the folder. A disk that
 * fails costs time, never an answer.
 */
export function openDownloadCache(
  { folder, maxBytes }: { folder: string; maxBytes: number },
  db: Db,
  log: Log,
): DownloadCache {
  const store = openStore({ kind: 'files', root: folder });
  const making = new Map<Key, Making>();
  /** Bytes in the folder as far as this process knows; absent until it has looked. */
  let held: number | undefined;

  async function read(key: Key): Promise<CachedFile | undefined> {
    if (maxBytes === 0) return undefined;
    try {
      const { info, body } = await store.get(key);
      // Its time is that of its last use.
      const now = new Date();
      await utimes(join(folder, key), now, now).catch(() => {});
      return { body, bytes: info.size };
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.reason !== 'NotFound') log.warn({ err: error }, 'the download cache fails');
      return undefined;
    }
  }

  async function keep(key: Key, bytes: Uint8Array): Promise<void> {
    // One that would push everything else out is made anew.
    if (bytes.byteLength > maxBytes / 4) return;
    try {
      await store.put(key, bytes, { contentType: contentTypeOf(key) });
      held = held === undefined ? await size() : held + bytes.byteLength;
      if (held > maxBytes) await trim();
    } catch (error) {
      log.warn({ err: error }, 'the download cache fails');
    }
  }

  async function size(): Promise<number> {
    let sum = 0;
    for await (const file of store.list('')) sum += file.size;
    return sum;
  }

  async function trim(): Promise<void> {
    const files = await Array.fromAsync(store.list(''));
    files.sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime());
    let left = files.reduce((sum, file) => sum + file.size, 0);
    const over: Key[] = [];
    for (const file of left > maxBytes ? files : []) {
      if (left <= maxBytes * TRIMMED) break;
      over.push(file.key);
      left -= file.size;
    }
    await store.delete(over);
    held = left;
  }

  async function removeGone(): Promise<void> {
    const byId = Map.groupBy(
      await Array.fromAsync(store.list('')),
      ({ key }) => ownerOf(key) ?? '',
    );
    const ids = [...byId.keys()].filter(Boolean);
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const some = ids.slice(at, at + IDS_AT_ONCE);
      const there = await db
        .select({ id: wallpapers.id })
        .from(wallpapers)
        .where(and(inArray(wallpapers.id, some), isNull(wallpapers.deletedAt)));
      for (const { id } of there) byId.delete(id);
    }
    // What is left belongs to nothing.
    for (const files of byId.values()) await store.delete(files.map(({ key }) => key));
  }

  const cache: DownloadCache = {
    async through(id, name, make, signal) {
      const key = keyOf(id, name);
      const kept = await read(key);
      if (kept) return kept;
      signal.throwIfAborted();
      const work = making.get(key) ?? begin(key, make);
      work.waiting += 1;
      try {
        const bytes = await untilAborted(work.bytes, signal);
        return { body: bytes, bytes: bytes.byteLength };
      } finally {
        work.waiting -= 1;
        if (work.waiting === 0) {
          making.delete(key);
          work.stop.abort(signal.reason);
        }
      }
    },

    async forget(id) {
      try {
        const files = await Array.fromAsync(store.list(`private/${id}/`));
        await store.delete(files.map(({ key }) => key));
      } catch (error) {
        log.warn({ err: error }, 'the download cache fails');
      }
    },

    async tidy() {
      await removeGone();
      await trim();
    },

    close: () => clearInterval(tidying),
  };

  function begin(
    key: Key,
    make: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>,
  ): Making {
    const stop = new AbortController();
    const bytes = make(stop.signal).then(async (made) => {
      await keep(key, made);
      return made;
    });
    const work = { bytes, stop, waiting: 0 };
    making.set(key, work);
    return work;
  }

  const tidying = setInterval(() => {
    cache.tidy().catch((error: unknown) => log.warn({ err: error }, 'the download cache fails'));
  }, TIDY_EVERY_MS);
  tidying.unref();
  return cache;
}

function keyOf(id: string, { parts, extension }: FileName): Key {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return parseKey(`private/${id}/${hash}.${extension}`);
}
