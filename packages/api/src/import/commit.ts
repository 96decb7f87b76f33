import {
  derivatives,
  importPictures,
  recordsOf,
  type Transaction,
  users,
  wallpapers,
} from '@easel/db';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { announceGallery } from '../wallpaper/announce.ts';
import { countNewPublic, countPublic } from '../wallpaper/counters.ts';
import { markGarbage } from '../wallpaper/garbage.ts';
import { placeOf } from '../wallpaper/relocate.ts';
import { scoreAtBirth } from '../wallpaper/score.ts';
import { looksOf } from './looks.ts';
import type { Outcome } from './outcome.ts';
import type { Run } from './wanted.ts';

type NewWallpaper = Required<typeof wallpapers.$inferInsert>;

const UNREADABLE_SIZE = { width: 1024, height: 1024 };

/**
 * Writes down what came of some rows: wallpapers, files, jobs, counters and the ledger in one
 * transaction, so that being cut off anywhere leaves each row done or not begun. Says what was
 * written, which differs where something was removed here meanwhile.
 */
export async function commitOutcomes(run: Run, outcomes: Outcome[]): Promise<void> {
  const { studio, tally } = run;
  const written = await studio.db.transaction(async (tx) => {
    const known = await withRemoved(tx, outcomes);
    const removed = await takeOut(tx, known);
    const added = new Set(await addNew(tx, known));
    // Another import has brought the rest meanwhile, maybe without the picture: its line says so.
    const settled = known.filter((outcome) => !isNew(outcome) || added.has(outcome));
    const filled = await fillIn(tx, settled);
    const copied = [...added, ...filled].filter(({ state }) => state === 'copied');
    if (copied.length > 0)
      await tx
        .insert(derivatives)
        .values(copied.flatMap(({ kept }) => kept?.thumbnail ?? []))
        .onConflictDoNothing();
    for (const { row } of copied) await studio.queue.push(tx, 'derive', row.wallpaperId);
    await keepLedger(run, tx, settled);
    if (added.size + filled.length + removed > 0) await announceGallery(tx);
    // Last: everybody's counter is locked until the commit.
    await countNewPublic(
      tx,
      [...added].flatMap(({ row }) => row.creatorId ?? []),
    );
    return { settled, removed };
  });
  tally.removed(written.removed);
  for (const outcome of written.settled) tally.outcome(outcome);
}

/** Nothing comes back that was removed here, nor to an account that was. */
async function withRemoved(tx: Transaction, outcomes: Outcome[]): Promise<Outcome[]> {
  const creatorIds = [...new Set(outcomes.flatMap(({ row }) => row.creatorId ?? []))];
  const creators = creatorIds.length
    ? await tx
        .select({ id: users.id })
        .from(users)
        .where(and(inArray(users.id, creatorIds), isNull(users.deletedAt)))
        .for('key share')
    : [];
  const listed = outcomes.filter(({ row }) => row.listed).map(({ row }) => row.wallpaperId);
  const places = listed.length
    ? await tx
        .select({
          id: wallpapers.id,
          visibility: wallpapers.visibility,
          deletedAt: wallpapers.deletedAt,
        })
        .from(wallpapers)
        .where(inArray(wallpapers.id, listed))
        .for('update')
    : [];
  const here = new Set(creators.map(({ id }) => id));
  const placeOfListed = new Map(places.map((row) => [row.id, placeOf(row)]));
  const settled: Outcome[] = [];
  for (const outcome of outcomes) {
    const { row, kept } = outcome;
    const place = placeOfListed.get(row.wallpaperId);
    const isGone = row.creatorId === null || !here.has(row.creatorId);
    // Hidden or shown while it was on its way: its file is on the wrong side, so the next run has it.
    const moved = row.listed && kept && !kept.thumbnail.key.startsWith(`${place}/`);
    if (isGone) settled.push({ row, state: 'skipped', reason: 'AccountRemoved' });
    else if (row.listed && !place) settled.push({ row, state: 'skipped', reason: 'Removed' });
    else if (moved) settled.push({ row, state: 'listed', reason: 'Moved' });
    else {
      settled.push(outcome);
      continue;
    }
    if (kept) await markGarbage(tx, row.wallpaperId, kept.keys, 'later');
  }
  return settled;
}

/** A listed picture that will not come leaves the gallery. Returns how many did. */
async function takeOut(tx: Transaction, outcomes: Outcome[]): Promise<number> {
  const ids = outcomes
    .filter(({ row, state, final }) => row.listed && final && state !== 'copied')
    .map(({ row }) => row.wallpaperId);
  if (ids.length === 0) return 0;
  const rows = await tx.delete(wallpapers).where(inArray(wallpapers.id, ids)).returning();
  for (const row of rows) if (placeOf(row) === 'public') await countPublic(tx, row.creatorId, -1);
  return rows.length;
}

function isNew({ row, state }: Outcome): boolean {
  return !row.listed && (state === 'copied' || state === 'listed');
}

async function addNew(tx: Transaction, outcomes: Outcome[]): Promise<Outcome[]> {
  const fresh = outcomes.filter(isNew);
  if (fresh.length === 0) return [];
  const rows = await tx
    .insert(wallpapers)
    .select(recordsOf(wallpapers, await Promise.all(fresh.map(wallpaperOf))))
    .onConflictDoNothing()
    .returning({ id: wallpapers.id });
  const added = new Set(rows.map(({ id }) => id));
  return fresh.filter(({ row }) => added.has(row.wallpaperId));
}

/** Puts copied pictures in the place of their placeholders. */
async function fillIn(tx: Transaction, outcomes: Outcome[]): Promise<Outcome[]> {
  const filled = outcomes.filter(({ row, state }) => row.listed && state === 'copied');
  for (const outcome of filled) {
    const { params } = await wallpaperOf(outcome);
    await tx
      .update(wallpapers)
      .set({ params, ...outcome.kept?.picture })
      .where(eq(wallpapers.id, outcome.row.wallpaperId));
  }
  return filled;
}

async function wallpaperOf({ row, kept }: Outcome): Promise<NewWallpaper> {
  const { wallpaperId: id, prompt, model, createdAt } = row;
  if (row.creatorId === null) throw new TypeError('Nobody has made this.');
  const asked = row.size ?? kept?.picture ?? UNREADABLE_SIZE;
  return {
    id,
    creatorId: row.creatorId,
    prompt,
    model,
    params: {
      size: `${asked.width}x${asked.height}`,
      ...named(row.params),
      ...(row.params !== null && { older: row.params }),
      ...(row.unreadSize && { olderSize: row.unreadSize }),
    },
    ...(kept?.picture ?? {
      width: asked.width,
      height: asked.height,
      originalKey: `private/${id}/placeholder.png`,
      originalBytes: 0,
      originalType: 'image/png',
      ...(await looksOf(prompt)),
    }),
    visibility: 'public',
    likeCount: 0,
    score: scoreAtBirth(createdAt),
    remixOf: null,
    createdAt,
    deletedAt: null,
  };
}

/** Those of the older parameters that have a name here. */
function named(params: unknown): { quality?: string; style?: string; revisedPrompt?: string } {
  if (typeof params !== 'object' || params === null) return {};
  const told = new Map(Object.entries(params));
  const text = (name: string) => {
    const value: unknown = told.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [quality, style] = [text('quality'), text('style')];
  const revisedPrompt = text('revised_prompt');
  return {
    ...(quality && { quality }),
    ...(style && { style }),
    ...(revisedPrompt && { revisedPrompt }),
  };
}

async function keepLedger({ source }: Run, tx: Transaction, outcomes: Outcome[]): Promise<void> {
  await tx
    .insert(importPictures)
    .select(
      recordsOf(
        importPictures,
        outcomes.map(({ row, state, reason = null, final }) => ({
          sourceId: source.id,
          olderId: row.olderId,
          wallpaperId: row.wallpaperId,
          // Its placeholder stays until it is known that nothing will come.
          state:
            row.listed && !final && (state === 'gone' || state === 'refused') ? 'listed' : state,
          reason,
          address: reason === null ? null : withoutSecrets(row.address),
        })),
      ),
    )
    .onConflictDoUpdate({
      target: [importPictures.sourceId, importPictures.olderId],
      set: {
        wallpaperId: sql`excluded.wallpaper_id`,
        state: sql`excluded.state`,
        reason: sql`excluded.reason`,
        address: sql`excluded.address`,
      },
      // Another import may have found out more meanwhile.
      setWhere: sql`${importPictures.state} <> 'copied'
        and (${importPictures.state} = 'listed' or excluded.reason is distinct from 'Removed')
        and (${importPictures.state}, ${importPictures.reason}) is distinct from (excluded.state, excluded.reason)`,
    });
}

/** What stands before the host may be a password, and what follows the path a signature. */
function withoutSecrets(address: string | null): string | null {
  const [plain] = address?.split(/[?#]/) ?? [];
  return (
    plain
      ?.replace(/\/\/[^/]*@/, '//')
      .slice(0, 500)
      .toWellFormed() ?? null
  );
}
