import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const STALE_AFTER_MS = 3_600_000;

/**
 * Gives a function that returns the store's folder for unfinished files, made on first use. What
 * a killed process left there more than an hour ago is swept then.
 */
export function createTemporaryFolder(base: string): () => Promise<string> {
  // No key starts with a dot, so nothing in here can be asked for.
  const folder = join(base, '.unfinished');
  let ready: Promise<void> | undefined;
  return async () => {
    ready ??= prepare(folder).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    await ready;
    return folder;
  };
}

/** Makes the entries of a folder, and of the folders above it up to `base`, survive a power cut. */
export async function syncFolder(folder: string, base: string): Promise<void> {
  // Windows opens no folders; its file system keeps a journal of names itself.
  if (process.platform === 'win32') return;
  for (let current = folder; current.length >= base.length; current = dirname(current)) {
    await using handle = await open(current, 'r');
    await handle.sync();
  }
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const modified = await stat(file).catch(() => undefined);
    if (modified && Date.now() - modified.mtimeMs > STALE_AFTER_MS) await rm(file, { force: true });
  }
}
