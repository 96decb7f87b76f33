import { type Db, derivatives, garbage, type Transaction, wallpapers } from '@easel/db';
import { type Key, withVisibility } from '@easel/storage';
import { and, eq, inArray } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { ownedBy } from './access.ts';
import { collectMoved, markGarbage } from './garbage.ts';

type Wallpaper = typeof wallpapers.$inferSelect;
type Place = 'public' | 'private';

/** Until a move that lives has taken its old files away itself. */
const OWN_TIME_MS = 1000;

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
  await markGarbage(studio.db, id, copies, 'later');
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
        await tx
          .update(derivatives)
          .set({ key: copy })
          .where(and(eq(derivatives.wallpaperId, id), eq(derivatives.key, key)));
        moved.push(key);
      }
    }
    await markGarbage(tx, id, moved, 'now');
    if (moved.length > 0)
      await studio.queue.push(tx, 'moved', id, new Date(Date.now() + OWN_TIME_MS));
    const live = await filesOf(tx, id);
    if (live.length > 0) await tx.delete(garbage).where(inArray(garbage.key, live));
    return { after, old: moved };
  });
  await deleteMoved(studio, id, old);
  return after;
}

/** Takes what was copied from its old address. When that fails or never begins, a worker does it. */
async function deleteMoved(studio: Studio, id: string, old: Key[]): Promise<void> {
  if (old.length === 0) return;
  try {
    // Not by a plain delete: the picture may have been moved back since, to these very keys.
    await collectMoved(studio, id, old);
  } catch (error) {
    studio.log.warn({ err: error, objects: old.length }, 'moved, and left to a worker to clear');
  }
}
