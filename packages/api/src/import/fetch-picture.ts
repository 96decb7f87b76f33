import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { FetchError, type FetchReason, safeFetchTo } from '@easel/ai/safe-fetch';
import { wallpapers } from '@easel/db';
import { HEAD, ImageError, MAX_BYTES, memoryFor } from '@easel/storage/images';
import { eq } from 'drizzle-orm';
import { keepPicture } from '../wallpaper/keep-picture.ts';
import { placeOf } from '../wallpaper/relocate.ts';
import { foresee } from './address.ts';
import type { openHosts } from './hosts.ts';
import type { Outcome } from './outcome.ts';
import { openWaitingFile, readStart } from './waiting-file.ts';
import type { Run, Wanted } from './wanted.ts';

/** What a failed request says of the picture: that it is not to be had, or not to be taken. */
const STATES: Record<FetchReason, 'gone' | 'refused'> = {
  Gone: 'gone',
  Timeout: 'gone',
  Unavailable: 'gone',
  Refused: 'refused',
  TooLarge: 'refused',
};

/** These may be the host's trouble, or the network's. A connection that ends early makes a short file. */
const MAY_COME_YET: readonly string[] = ['Timeout', 'Unavailable', 'Truncated'];

/** Copies the picture of one row into the store. Throws `StorageError`, and the signal's reason. */
export async function fetchPicture(
  run: Run,
  hosts: ReturnType<typeof openHosts>,
  row: Wanted,
): Promise<Outcome> {
  const { allowOrigin, signal } = run;
  if (row.creatorId === null) return { row, state: 'skipped', reason: 'AccountRemoved' };
  const known = foresee(row.address, allowOrigin);
  if (known || row.address === null)
    return { row, state: 'gone', reason: 'NoAddress', ...known, final: true };
  const address = row.address;
  try {
    await using file = await hosts(new URL(address).host, () => download(run, address));
    const place = row.listed ? await placeNow(run, row.wallpaperId) : 'public';
    const kept = await keepInTurn(run, file, { id: row.wallpaperId, place });
    return { row, state: 'copied', kept };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FetchError || error instanceof ImageError)) throw error;
    const { reason } = error;
    const state = error instanceof FetchError ? STATES[error.reason] : 'refused';
    return { row, state, reason, final: !MAY_COME_YET.includes(reason) };
  }
}

/** Into a file: as many pictures as come at once are too much for memory. */
async function download(run: Run, address: string): Promise<FileHandle> {
  const { allowOrigin, signal, studio } = run;
  const file = await openWaitingFile(join(studio.config.dataDir, 'imports'));
  try {
    await safeFetchTo(
      address,
      {
        signal,
        maxBytes: MAX_BYTES,
        timeoutMs: run.pictureTimeoutMs,
        ...(allowOrigin && { allowOrigin }),
      },
      (chunk) => file.appendFile(chunk),
    );
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Takes a picture into memory when there is room for it, and stores it. */
async function keepInTurn(
  { room, signal, studio }: Run,
  file: FileHandle,
  to: { id: string; place: 'public' | 'private' },
) {
  const { size } = await file.stat();
  const head = await readStart(file, Math.min(size, HEAD));
  return await room(memoryFor(head, size), signal, async () => {
    const bytes = await readStart(file, size);
    const kept = await keepPicture(studio.store, { ...to, bytes }, signal);
    // Given back now: the collector does not hurry for what lies outside its heap.
    bytes.buffer.transfer(0);
    return kept;
  });
}

async function placeNow({ studio }: Run, id: string): Promise<'public' | 'private'> {
  const [row] = await studio.db
    .select({ visibility: wallpapers.visibility, deletedAt: wallpapers.deletedAt })
    .from(wallpapers)
    .where(eq(wallpapers.id, id));
  return row ? placeOf(row) : 'private';
}
