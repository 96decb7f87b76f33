import { likes, wallpapers } from '@easel/db';
import { and, eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { User } from '../viewer.ts';
import { requireVisible } from './access.ts';
import { afterLike } from './score.ts';

type Liked = { id: string; liked: boolean; likeCount: number };

/** Likes a wallpaper; twice is the same as once. Throws NOT_FOUND when it is not the viewer's to see. */
export async function likeWallpaper(studio: Studio, viewer: User, id: string): Promise<Liked> {
  return studio.db.transaction(async (tx) => {
    await requireVisible(tx, viewer, id);
    const added = await tx
      .insert(likes)
      .values({ userId: viewer.id, wallpaperId: id })
      .onConflictDoNothing()
      .returning({ at: likes.createdAt });
    const [row] = await tx
      .update(wallpapers)
      .set({
        likeCount: sql`${wallpapers.likeCount} + ${added.length}`,
        ...(added[0] && { score: afterLike(added[0].at) }),
      })
      .where(eq(wallpapers.id, id))
      .returning({ likeCount: wallpapers.likeCount });
    return { id, liked: true, likeCount: row?.likeCount ?? 0 };
  });
}

/** Takes a like back; without one nothing happens. The popularity it brought fades by itself. */
export async function unlikeWallpaper(studio: Studio, viewer: User, id: string): Promise<Liked> {
  return studio.db.transaction(async (tx) => {
    await requireVisible(tx, viewer, id);
    const removed = await tx
      .delete(likes)
      .where(and(eq(likes.userId, viewer.id), eq(likes.wallpaperId, id)))
      .returning({ at: likes.createdAt });
    const [row] = await tx
      .update(wallpapers)
      .set({ likeCount: sql`${wallpapers.likeCount} - ${removed.length}` })
      .where(eq(wallpapers.id, id))
      .returning({ likeCount: wallpapers.likeCount });
    return { id, liked: false, likeCount: row?.likeCount ?? 0 };
  });
}
