import { counters, type Db, keptStatement, type Transaction } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';

/** The scope that counts everyone's wallpapers; a creator's own scope is their id. */
const ALL = 'all';

/** Counts new public wallpapers of many creators at once, in the transaction that makes them. */
export async function countNewPublic(tx: Transaction, creatorIds: string[]): Promise<void> {
  if (creatorIds.length === 0) return;
  const scopes = Map.groupBy(creatorIds, (id) => id);
  // In one order, so that two such transactions never wait for each other; everybody's row last.
  const rows = [...scopes.keys()].sort().map((scope) => [scope, scopes.get(scope)?.length ?? 0]);
  for (const part of [rows, [[ALL, creatorIds.length]]])
    await tx
      .insert(counters)
      .values(part.map(([scope, value]) => ({ scope: String(scope), value: Number(value) })))
      .onConflictDoUpdate({
        target: counters.scope,
        set: { value: sql`${counters.value} + excluded.value` },
      });
}

/** Counts wallpapers that have become (+) or are no longer (-) public, in the transaction that made them so. */
export async function countPublic(
  tx: Transaction,
  creatorId: string,
  change: number,
): Promise<void> {
  // Everybody's row comes last: it is locked until the commit, and everyone wants it.
  for (const scope of [creatorId, ALL])
    await tx
      .insert(counters)
      .values({ scope, value: Math.max(change, 0) })
      .onConflictDoUpdate({
        target: counters.scope,
        set: { value: sql`${counters.value} + ${change}` },
      });
}

/** How many public wallpapers there are, of one creator or of all: read, not counted. */
export async function publicCount(db: Db, creatorId: string = ALL): Promise<number> {
  const [row] = await counter(db).execute({ scope: creatorId });
  return row?.value ?? 0;
}

const counter = keptStatement((db) =>
  db
    .select({ value: counters.value })
    .from(counters)
    .where(eq(counters.scope, sql.placeholder('scope')))
    .prepare('counter'),
);

/** The procedure behind `wallpaper.count`. */
export async function countWallpapers(
  studio: Studio,
  input: { creatorId?: string | undefined },
): Promise<{ count: number }> {
  return { count: await publicCount(studio.db, input.creatorId) };
}
