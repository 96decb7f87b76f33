import { type Db, derivatives, garbage, type Transaction, wallpapers } from '@easel/db';
import { type Key, type Store, withVisibility } from '@easel/storage';
import { and, eq, inArray } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { ownedBy } from './access.ts';

type Wallpaper = typeof wallpapers.$inferSelect;
type Place = 'public' | 'private';

/** What a picture's shown files are in: the public part only while everyone may see it. */
export function placeOf(wallpaper: Pick<Wallpaper, 'visibility' | 'deletedAt'>): Place {
  return wallpaper.visibility === 'public' && !wallpaper.deletedAt ? 'public' : 'private';
}

async function filesOf(db: Db | Transaction, id: string): Promise<Key[]> {
  const rows = await db
    .select({ key: derivatives.key })
    .from(derivatives)
    .where(eq(derivatives.wallpaperId, id));
  return rows.map((row) => row.key);
}

/**
 * Changes a viewer's own wallpaper under its lock and moves the files that pages show to where they then belong.
 * The copies are written down as garbage before they are made and struck off when the row points to
 * them, so that wherever this is interrupted no stray copy of a private picture stays public. Throws
 * NOT_FOUND unless the wallpaper is the viewer's.
 */
export async function changeAndMove(
  studio: Studio,
  viewer: User,
  id: string,
  to: Place,
  change: (tx: Transaction, before: Wallpaper) => Promise<Wallpaper>,
): Promise<Wallpaper> {
  const owned = await studio.db
    .select({ id: wallpapers.id })
    .from(wallpapers)
    .where(and(eq(wallpapers.id, id), ownedBy(viewer)));
  if (owned.length === 0) throw new EaselError('NOT_FOUND');
  const copies = (await filesOf(studio.db, id)).map((key) => withVisibility(key, to));
  await markGarbage(studio.db, id, copies);
  const { after, old } = await studio.db.transaction(async (tx) => {
    const [before] = await tx.select().from(wallpapers).where(eq(wallpapers.id, id)).for('update');
    if (!before) throw new EaselError('NOT_FOUND');
    const after = await change(tx, before);
    const moved: Key[] = [];
    const target = placeOf(after);
    for (const key of await filesOf(tx, id)) {
      const copy = withVisibility(key, target);
      if (copy !== key) {
        await studio.store.copy(key, copy);
        await tx.update(derivatives).set({ key: copy }).where(eq(derivatives.key, key));
        moved.push(key);
      }
    }
    await markGarbage(tx, id, moved);
    const live = await filesOf(tx, id);
    if (live.length > 0) await tx.delete(garbage).where(inArray(garbage.key, live));
    return { after, old: moved };
  });
  await studio.store.delete(old);
  if (old.length > 0) await studio.db.delete(garbage).where(inArray(garbage.key, old));
  return after;
}

/** Writes down objects to be removed, now or after a crash. */
export async function markGarbage(
  db: Db | Transaction,
  ownerId: string,
  keys: Key[],
): Promise<void> {
  if (keys.length === 0) return;
  await db
    .insert(garbage)
    .values(keys.map((key) => ({ key, ownerId })))
    .onConflictDoNothing();
}

/** Removes garbage that has lain for a while and that no row points to. Returns how many objects went. */
export async function collectGarbage(db: Db, store: Store, olderThan: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const found = await tx
      .select()
      .from(garbage)
      .orderBy(garbage.createdAt)
      .limit(500)
      .for('update', { skipLocked: true });
    const due = found.filter((row) => row.createdAt < olderThan);
    if (due.length === 0) return 0;
    const owners = [...new Set(due.map((row) => row.ownerId))];
    // The lock that `changeAndMove` takes: nothing is moving while this looks.
    await tx
      .select({ id: wallpapers.id })
      .from(wallpapers)
      .where(inArray(wallpapers.id, owners))
      .orderBy(wallpapers.id)
      .for('update');
    const keys = due.map((row) => row.key);
    const live = new Set([
      ...(
        await tx
          .select({ key: derivatives.key })
          .from(derivatives)
          .where(inArray(derivatives.key, keys))
      ).map((row) => row.key),
      ...(
        await tx
          .select({ key: wallpapers.originalKey })
          .from(wallpapers)
          .where(inArray(wallpapers.originalKey, keys))
      ).map((row) => row.key),
    ]);
    const dead = keys.filter((key) => !live.has(key));
    await store.delete(dead);
    await tx.delete(garbage).where(inArray(garbage.key, keys));
    return dead.length;
  });
}
