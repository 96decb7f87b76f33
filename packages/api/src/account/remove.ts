import { counters, garbage, likes, type Transaction, users, wallpapers } from '@easel/db';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { collectGarbage } from '../wallpaper/garbage.ts';
import { removeForGood } from '../wallpaper/remove.ts';
import { cancelAll, lockUnfinished } from './delete.ts';

const BATCH = 50;

/**
 * Removes what is left of an account that its owner has ended: likes, wallpapers with every byte,
 * then the row with all that hangs on it. Every step can be cut off and done again; nothing happens
 * to an account that nobody has ended. Throws when the picture store or the database is away.
 */
export async function removeAccount(
  studio: Studio,
  userId: string,
  signal: AbortSignal,
): Promise<void> {
  const { db } = studio;
  const [user] = await db
    .select({ deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, userId));
  if (user && !user.deletedAt) return;
  while (user) {
    signal.throwIfAborted();
    const liked = await db.transaction((tx) => takeLikesBack(tx, userId));
    const pictures = await removePictures(studio, userId);
    if (liked + pictures > 0) continue;
    // A request that was under way when the account ended may still have left something.
    if (await removeRow(studio, userId)) break;
  }
  await discardRest(studio, userId);
}

async function takeLikesBack(tx: Transaction, userId: string): Promise<number> {
  const batch = await tx
    .select({ id: likes.wallpaperId })
    .from(likes)
    .where(eq(likes.userId, userId))
    .orderBy(asc(likes.wallpaperId))
    .limit(BATCH);
  const ids = batch.map(({ id }) => id);
  if (ids.length === 0) return 0;
  // In one order, so that two removals never wait for each other.
  await tx
    .select({ id: wallpapers.id })
    .from(wallpapers)
    .where(inArray(wallpapers.id, ids))
    .orderBy(asc(wallpapers.id))
    .for('update');
  const gone = await tx
    .delete(likes)
    .where(and(eq(likes.userId, userId), inArray(likes.wallpaperId, ids)))
    .returning({ id: likes.wallpaperId });
  await tx
    .update(wallpapers)
    .set({ likeCount: sql`${wallpapers.likeCount} - 1` })
    .where(
      inArray(
        wallpapers.id,
        gone.map(({ id }) => id),
      ),
    );
  return ids.length;
}

/** One batch of wallpapers: the rows, then their bytes, which the garbage remembers in between. */
async function removePictures(studio: Studio, userId: string): Promise<number> {
  const { ids, keys } = await studio.db.transaction(async (tx) => {
    const found = await tx
      .select({ id: wallpapers.id })
      .from(wallpapers)
      .where(eq(wallpapers.creatorId, userId))
      .orderBy(asc(wallpapers.id))
      .limit(BATCH);
    const ids = found.map(({ id }) => id);
    await removeForGood(tx, ids);
    const marked = await tx
      .select({ key: garbage.key })
      .from(garbage)
      .where(inArray(garbage.ownerId, ids));
    return { ids, keys: marked.map(({ key }) => key) };
  });
  if (keys.length > 0) await collectGarbage(studio, keys);
  return ids.length;
}

/** The account itself, if nothing is left that needs more than a row to go. */
async function removeRow(studio: Studio, userId: string): Promise<boolean> {
  return studio.db.transaction(async (tx) => {
    await cancelAll(studio, tx, await lockUnfinished(tx, userId));
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
    const [picture] = await tx
      .select({ id: wallpapers.id })
      .from(wallpapers)
      .where(eq(wallpapers.creatorId, userId))
      .limit(1);
    const late = await lockUnfinished(tx, userId);
    if (picture || late.length > 0) return false;
    await tx.delete(counters).where(eq(counters.scope, userId));
    await tx.delete(users).where(eq(users.id, userId));
    return true;
  });
}

/** The avatar's bytes, and what an earlier try that was cut off has left of the pictures. */
async function discardRest(studio: Studio, userId: string): Promise<void> {
  await studio.db.update(garbage).set({ dueAt: sql`now()` }).where(eq(garbage.ownerId, userId));
  await collectGarbage(studio);
}
