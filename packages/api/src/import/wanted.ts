import { importPictures } from '@easel/db';
import { MAX_SHAPE } from '@easel/storage/images';
import { and, between, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { UNKNOWN_MODEL } from '../contract.ts';
import type { ClerkPeople } from './clerk.ts';
import { wallpaperIdOf } from './ids.ts';
import { type OlderPicture, readPictures } from './older-rows.ts';
import type { Older } from './older-tables.ts';
import { personOf, settlePeople } from './people.ts';
import type { Room } from './room.ts';
import type { Source } from './source.ts';
import type { Tally } from './tally.ts';

export type Mode = 'copy' | 'skip';

/** A row of the older system that this run has to do with. */
export type Wanted = {
  olderId: bigint;
  wallpaperId: string;
  /** Null: whose it was has left. */
  creatorId: string | null;
  prompt: string;
  model: string;
  /** As it was asked for, when that can be read. */
  size: { width: number; height: number } | null;
  /** What the older row says of the size where that cannot be read. */
  unreadSize: string | null;
  params: unknown;
  address: string | null;
  createdAt: Date;
  /** Shown with a placeholder already. */
  listed: boolean;
};

export type Run = {
  studio: Studio;
  older: Older;
  source: Source;
  clerk: ClerkPeople;
  mode: Mode;
  dryRun: boolean;
  limit: number;
  allowOrigin: string | undefined;
  pictureTimeoutMs: number;
  /** For pictures that are looked at. */
  room: Room;
  signal: AbortSignal;
  tally: Tally;
  /** The accounts that were found or made lately, by the person's key; null: they have left. */
  accounts: Map<string, string | null>;
};

/** So many are remembered: a few megabytes. */
const ACCOUNTS = 20_000;

const PAGE: Record<Mode, number> = { copy: 200, skip: 250 };

/**
 * The rows that are not here yet, page by page in the older order, with their creators. It goes
 * through the whole table each time: rows may have been added anywhere, and those whose picture did
 * not come are tried again.
 */
export async function* wantedPages(run: Run): AsyncGenerator<Wanted[]> {
  const { older, mode, tally, source, signal, limit } = run;
  let left = limit;
  // A row without a date stands after the one before it.
  let last: Date | null = null;
  for await (const page of readPictures(older, PAGE[mode])) {
    signal.throwIfAborted();
    const before = source.isNew && run.dryRun ? new Map() : await statesOf(run, page);
    const wanted: Known[] = [];
    for (const row of page) {
      last = row.createdAt ?? last;
      const { state, reason, wallpaperId } = before.get(row.id) ?? {};
      // What did not come before would use up a limit in every run.
      const isRetried = reason === null || limit === Number.POSITIVE_INFINITY;
      const isLeft = state === 'listed' || state === 'gone' || state === 'refused';
      const isWanted = state === undefined || (mode === 'copy' && isLeft && isRetried);
      if (!isWanted) tally.unchanged();
      else if (left > 0) {
        left -= 1;
        wanted.push({
          ...row,
          at: row.createdAt ?? last ?? source.since,
          // Its date may have changed since, and with it the id that is made of it.
          placeholderId: state === 'listed' ? wallpaperId : undefined,
        });
      }
    }
    if (wanted.length > 0) yield await withCreators(run, wanted);
    if (left === 0) return;
  }
}

type Known = OlderPicture & { at: Date; placeholderId: string | undefined };

async function statesOf({ studio, source }: Run, page: OlderPicture[]) {
  const [first, last] = [page[0]?.id ?? 0n, page.at(-1)?.id ?? 0n];
  const rows = await studio.db
    .select({
      olderId: importPictures.olderId,
      state: importPictures.state,
      reason: importPictures.reason,
      wallpaperId: importPictures.wallpaperId,
    })
    .from(importPictures)
    .where(
      and(eq(importPictures.sourceId, source.id), between(importPictures.olderId, first, last)),
    );
  return new Map(rows.map((row) => [row.olderId, row]));
}

async function withCreators(run: Run, rows: Known[]): Promise<Wanted[]> {
  const { source, clerk, tally } = run;
  const standard = run.older.standardAddress;
  const owned = rows.map((row) => ({ row, person: personOf(row.email, { standard, clerk }) }));
  if (!run.dryRun) {
    if (run.accounts.size > ACCOUNTS) run.accounts.clear();
    // The first picture is the earliest that is known of whoever has no row of their own.
    const fresh = new Map(
      owned
        .toReversed()
        .filter(({ person }) => !run.accounts.has(person.key))
        .map(({ row, person }) => [person.key, { ...person, createdAt: row.at }]),
    );
    const settled = await settlePeople(run.studio, source.id, [...fresh.values()]);
    for (const [key, id] of settled.ids) run.accounts.set(key, id);
    tally.people(settled);
  }
  return owned.map(({ row, person }) => ({
    olderId: row.id,
    wallpaperId: row.placeholderId ?? wallpaperIdOf(source.id, row.id, row.at),
    creatorId: run.accounts.get(person.key) ?? null,
    prompt: row.prompt?.trim() || 'Untitled',
    // By characters, as the older column counts: half of a pair is nothing that Postgres takes.
    model: [...(row.model?.trim() ?? '')].slice(0, 100).join('') || UNKNOWN_MODEL,
    size: sizeOf(row.size),
    unreadSize: sizeOf(row.size) ? null : row.size,
    params: row.params,
    address: row.address,
    createdAt: row.at,
    listed: row.placeholderId !== undefined,
  }));
}

function sizeOf(text: string | null): Wanted['size'] {
  const [, width, height] =
    /^\s*([1-9]\d{0,4})\s*[x×*]\s*([1-9]\d{0,4})\s*$/i.exec(text ?? '') ?? [];
  const sides = [Number(width), Number(height)] as const;
  // Not the other way round: without a size nothing holds.
  if (!(Math.max(...sides) <= MAX_SHAPE * Math.min(...sides))) return null;
  return { width: sides[0], height: sides[1] };
}
