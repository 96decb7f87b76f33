import { FetchError, type FetchReason, safeFetch } from '@easel/ai/safe-fetch';
import { wallpapers } from '@easel/db';
import { ImageError, MAX_BYTES } from '@easel/storage/images';
import { eq } from 'drizzle-orm';
import { keepPicture } from '../wallpaper/keep-picture.ts';
import { placeOf } from '../wallpaper/relocate.ts';
import { foresee } from './address.ts';
import type { openHosts } from './hosts.ts';
import type { Outcome } from './outcome.ts';
import type { Run, Wanted } from './wanted.ts';

/** What a failed request says of the picture: that it is not to be had, or not to be taken. */
const STATES: Record<FetchReason, 'gone' | 'refused'> = {
  Gone: 'gone',
  Timeout: 'gone',
  Unavailable: 'gone',
  Refused: 'refused',
  TooLarge: 'refused',
};

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
    const { bytes } = await hosts(new URL(address).host, () =>
      safeFetch(address, {
        signal,
        maxBytes: MAX_BYTES,
        timeoutMs: run.pictureTimeoutMs,
        ...(allowOrigin && { allowOrigin }),
      }),
    );
    const place = row.listed ? await placeNow(run, row.wallpaperId) : 'public';
    const kept = await keepPicture(run.studio.store, { id: row.wallpaperId, place, bytes }, signal);
    return { row, state: 'copied', kept };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FetchError)
      return { row, state: STATES[error.reason], reason: error.reason, final: !error.retryable };
    if (error instanceof ImageError)
      // A connection that ends early may look like a short file.
      return { row, state: 'refused', reason: error.reason, final: error.reason !== 'Truncated' };
    throw error;
  }
}

async function placeNow({ studio }: Run, id: string): Promise<'public' | 'private'> {
  const [row] = await studio.db
    .select({ visibility: wallpapers.visibility, deletedAt: wallpapers.deletedAt })
    .from(wallpapers)
    .where(eq(wallpapers.id, id));
  return row ? placeOf(row) : 'private';
}
