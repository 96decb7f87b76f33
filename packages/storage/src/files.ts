import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createTemporaryFolder, syncFolder } from './durable.ts';
import { openBody } from './file-body.ts';
import { removeEmptyFolders, walk } from './folders.ts';
import { checkContentType, contentTypeOf, keyOrNothing, parseKey } from './key.ts';
import { type Key, moveByCopy, type ObjectInfo, StorageError, type Store } from './store.ts';

/**
 * A store in a folder. What is written is on the disk, whole, before `put` resolves: a temporary
 * file, fsync, rename, fsync of the folder. Several processes may share the folder.
 */
export function openFileStore(root: string): Store {
  const base = resolve(root);
  const temporary = createTemporaryFolder(base);
  const pathOf = (key: Key) => join(base, ...parseKey(key).split('/'));

  /** Gives a finished temporary file its name, unless the name is taken. */
  async function publish(file: string, target: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        await rename(file, target);
        break;
      } catch (error) {
        // A delete may take the empty folder away between the two calls.
        if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error;
      }
    }
    await syncFolder(dirname(target), base);
  }

  /** Runs `write` on a temporary file's path and publishes the result; leaves nothing on failure. */
  async function whole(target: string, write: (file: string) => Promise<void>): Promise<void> {
    const file = join(await temporary(), randomUUID());
    try {
      await write(file);
      await publish(file, target);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  const store: Store = {
    put: (key, body, { contentType, signal }) =>
      mapped(signal, async () => {
        const target = pathOf(key);
        checkContentType(key, contentType);
        if (await isFile(target)) return syncFolder(dirname(target), base);
        await whole(target, async (file) => {
          await using handle = await open(file, 'wx', 0o600);
          await handle.writeFile(body, { signal });
          await handle.sync();
          signal?.throwIfAborted();
        });
      }),

    get: (key, { range, signal } = {}) =>
      mapped(signal, async () => {
        const handle = await open(pathOf(key), constants.O_RDONLY | NO_FOLLOW);
        try {
          const info = await infoOf(key, handle);
          return { info, body: await openBody(handle, info.size, range, signal) };
        } catch (error) {
          await handle.close();
          throw error;
        }
      }),

    head: (key, { signal } = {}) =>
      mapped(signal, async () => {
        await using handle = await open(pathOf(key), constants.O_RDONLY | NO_FOLLOW);
        return await infoOf(key, handle);
      }),

    copy: (from, to) =>
      mapped(undefined, async () => {
        const [source, target] = [pathOf(from), pathOf(to)];
        checkContentType(to, contentTypeOf(from));
        await whole(target, async (file) => {
          await copyFile(source, file, constants.COPYFILE_FICLONE);
          await using handle = await open(file, 'r+');
          await handle.sync();
        });
      }),

    move: (from, to) => moveByCopy(store, from, to),

    delete: (keys) =>
      mapped(undefined, async () => {
        const paths = keys.map(pathOf);
        const left = new Set<string>();
        for (const path of paths) {
          await rm(path, { force: true });
          left.add(await removeEmptyFolders(dirname(path), base));
        }
        // A power cut must not bring back what was hidden.
        for (const folder of left)
          await syncFolder(folder, base).catch((error: unknown) => {
            // Who took it away since has seen to that.
            if (codeOf(error) !== 'ENOENT') throw error;
          });
      }),

    async *list(prefix) {
      for await (const text of walk(base, prefix)) {
        const key = keyOrNothing(text);
        const info = key && (await store.head(key).catch(nothingWhenGone));
        if (info) yield info;
      }
    },

    publicUrl: (key) => `/media/${parseKey(key)}`,

    check: (signal) =>
      mapped(signal, async () => {
        await access(await temporary(), constants.R_OK | constants.W_OK);
      }),
  };
  return store;
}

// Windows has no such flag.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const CONTENT_NAME = /\/([0-9a-f]{64})(?:\.[a-z0-9]+)?$/;

async function infoOf(key: Key, handle: FileHandle): Promise<ObjectInfo> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new StorageError('NotFound', `${key} is no object`);
  const named = CONTENT_NAME.exec(key)?.[1];
  return {
    key,
    size: stat.size,
    contentType: contentTypeOf(key),
    etag: named ?? `${stat.size.toString(16)}-${Math.round(stat.mtimeMs).toString(16)}`,
    modifiedAt: stat.mtime,
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    await using handle = await open(path, constants.O_RDONLY | NO_FOLLOW);
    return (await handle.stat()).isFile();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function mapped<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof StorageError ? error : toStorageError(error);
  }
}

function toStorageError(error: unknown): StorageError {
  const code = codeOf(error);
  const message = `the file system answered ${code ?? String(error)}`;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ELOOP') {
    return new StorageError('NotFound', message, error);
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StorageError('Denied', message, error);
  }
  if (code === 'ENAMETOOLONG') return new StorageError('InvalidKey', message, error);
  return new StorageError('Unavailable', message, error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

function nothingWhenGone(error: unknown): undefined {
  if (error instanceof StorageError && error.reason === 'NotFound') return undefined;
  throw error;
}
