import type { Dirent } from 'node:fs';
import { readdir, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The slash-separated paths under `base` that start with `prefix`, in byte order. */
export async function* walk(base: string, prefix: string, at = ''): AsyncGenerator<string> {
  const entries = (await entriesOf(join(base, ...at.split('/'))))
    .filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory()))
    // The slash takes part in the order of keys: `a-b` comes before `a/c`.
    .map((entry) => at + entry.name + (entry.isDirectory() ? '/' : ''))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const path of entries) {
    const within = path.length < prefix.length ? prefix.startsWith(path) : path.startsWith(prefix);
    if (!within) continue;
    if (path.endsWith('/')) yield* walk(base, prefix, path);
    else if (path.startsWith(prefix)) yield path;
  }
}

/**
 * Removes a folder and those above it, as long as they are empty and below `base`. Returns the lowest
 * one that stays.
 */
export async function removeEmptyFolders(folder: string, base: string): Promise<string> {
  let current = folder;
  for (; current.length > base.length; current = dirname(current)) {
    try {
      await rmdir(current);
    } catch (error) {
      if (!isCode(error, 'ENOENT')) return current;
    }
  }
  return current;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
