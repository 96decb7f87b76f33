import { availableParallelism } from 'node:os';
import { derivatives, wallpapers } from '@easel/db';
import { StorageError } from '@easel/storage';
import { and, asc, gt, inArray } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { deriveFiles, missingKinds } from './derive.ts';

const PAGE = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Imported rows may wait for theirs. */
const HAS_PICTURE = gt(wallpapers.originalBytes, 0);

export type Backfill = {
  /** Wallpapers looked at, of how many. */
  done: number;
  all: number;
  /** Files made. */
  made: number;
  /** Wallpapers whose original is gone or cannot be read any more. */
  failed: string[];
};

/**
 * Makes the kinds of files that older wallpapers do not have yet, for all of them, as many at a time
 * as there are cores. What exists says what is done, so an interrupted run is simply run again. Throws
 * `StorageError` when the store is away, and the signal's reason.
 */
export async function backfillFiles(
  studio: Studio,
  signal: AbortSignal,
  report: (progress: Backfill) => void,
): Promise<Backfill> {
  const progress: Backfill = {
    done: 0,
    all: await studio.db.$count(wallpapers, HAS_PICTURE),
    made: 0,
    failed: [],
  };
  report(progress);
  for (let last = FIRST; ; ) {
    const page = await studio.db
      .select({ id: wallpapers.id, width: wallpapers.width, height: wallpapers.height })
      .from(wallpapers)
      .where(and(gt(wallpapers.id, last), HAS_PICTURE))
      .orderBy(asc(wallpapers.id))
      .limit(PAGE);
    const end = page.at(-1);
    if (!end) return progress;
    last = end.id;
    const waiting = await withoutSomething(studio, page);
    progress.done += page.length - waiting.length;
    report(progress);
    const makers = Array.from({ length: availableParallelism() }, async () => {
      for (let id = waiting.shift(); id; id = waiting.shift()) {
        await makeMissing(studio, id, signal, progress);
        report(progress);
      }
    });
    const ends = await Promise.allSettled(makers);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

async function withoutSomething(
  { db }: Studio,
  page: { id: string; width: number; height: number }[],
): Promise<string[]> {
  const files = await db
    .select({ id: derivatives.wallpaperId, width: derivatives.width, format: derivatives.format })
    .from(derivatives)
    .where(
      inArray(
        derivatives.wallpaperId,
        page.map(({ id }) => id),
      ),
    );
  const byId = Map.groupBy(files, ({ id }) => id);
  return page
    .filter((picture) => missingKinds(picture, byId.get(picture.id) ?? []).length > 0)
    .map(({ id }) => id);
}

async function makeMissing(
  studio: Studio,
  id: string,
  signal: AbortSignal,
  progress: Backfill,
): Promise<void> {
  try {
    // Apart: two makers count at once.
    const made = await deriveFiles(studio, id, signal);
    progress.made += made;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StorageError && error.reason !== 'NotFound') throw error;
    studio.log.error({ err: error, wallpaper: id }, 'its files cannot be made');
    progress.failed.push(id);
  }
  progress.done += 1;
}
