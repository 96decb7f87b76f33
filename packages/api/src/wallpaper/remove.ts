import { type Db, derivatives, garbage, type Transaction, wallpapers } from '@easel/db';
import { and, eq, inArray, isNotNull, isNull, not, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { ownedBy, RESTORABLE } from './access.ts';
import { announceGallery } from './announce.ts';
import { countPublic } from './counters.ts';
import { markGarbage } from './garbage.ts';
import { changeAndMove } from './relocate.ts';

/** Takes a wallpaper away, for now: it can be restored for `LIMITS.restoreDays`. Throws NOT_FOUND unless it is the viewer's. */
export async function deleteWallpaper(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<{ id: string }> {
  await changeAndMove(studio, viewer, id, 'private', async (tx) => {
    const [after] = await tx
      .update(wallpapers)
      .set({ deletedAt: sql`now()` })
      .where(and(eq(wallpapers.id, id), ownedBy(viewer), isNull(wallpapers.deletedAt)))
      .returning();
    if (!after) throw new EaselError('NOT_FOUND');
    await showChange(tx, after, -1);
    return after;
  });
  await studio.downloads.forget(id);
  return { id };
}

/** Brings a deleted wallpaper back as it was. Throws NOT_FOUND unless it is the viewer's and still there. */
export async function restoreWallpaper(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<{ id: string }> {
  await changeAndMove(studio, viewer, id, 'public', async (tx) => {
    const [after] = await tx
      .update(wallpapers)
      .set({ deletedAt: null })
      .where(and(eq(wallpapers.id, id), ownedBy(viewer), RESTORABLE))
      .returning();
    if (!after) throw new EaselError('NOT_FOUND');
    await showChange(tx, after, 1);
    return after;
  });
  return { id };
}

/** What everybody is told when a wallpaper that is public goes or comes back. */
async function showChange(
  tx: Transaction,
  wallpaper: typeof wallpapers.$inferSelect,
  change: 1 | -1,
): Promise<void> {
  if (wallpaper.visibility !== 'public') return;
  await countPublic(tx, wallpaper.creatorId, change);
  await announceGallery(tx);
}

/** Removes for good what was deleted too long ago to be restored. Returns how many wallpapers went. */
export async function purgeDeleted(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select({ id: wallpapers.id })
      .from(wallpapers)
      .where(and(isNotNull(wallpapers.deletedAt), not(RESTORABLE)))
      .limit(100)
      .for('update', { skipLocked: true });
    await removeForGood(
      tx,
      due.map(({ id }) => id),
    );
    return due.length;
  });
}

/**
 * Removes wallpapers whoever owns them and whether deleted before or not: the rows and what was
 * counted of them now, every byte through the garbage at the next sweep (`collectGarbage`). For one
 * transaction with whatever else goes, such as their creator.
 */
export async function removeForGood(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .select()
    .from(wallpapers)
    .where(inArray(wallpapers.id, ids))
    .orderBy(wallpapers.id)
    .for('update');
  // Remixes of them stay, of nothing.
  await tx.update(wallpapers).set({ remixOf: null }).where(inArray(wallpapers.remixOf, ids));
  for (const row of rows) {
    const files = await tx
      .select({ key: derivatives.key })
      .from(derivatives)
      .where(eq(derivatives.wallpaperId, row.id));
    await markGarbage(tx, row.id, [row.originalKey, ...files.map(({ key }) => key)], 'now');
    await tx.delete(wallpapers).where(eq(wallpapers.id, row.id));
    if (!row.deletedAt) await showChange(tx, row, -1);
  }
  // Files that were in the making: without the row nobody makes them any more.
  await tx.update(garbage).set({ dueAt: sql`now()` }).where(inArray(garbage.ownerId, ids));
}
