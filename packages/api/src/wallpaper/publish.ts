import { wallpapers } from '@easel/db';
import { and, eq, isNull } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Visibility, WallpaperDetail } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { ownedBy } from './access.ts';
import { announceGallery } from './announce.ts';
import { countPublic } from './counters.ts';
import { getWallpaper } from './get.ts';
import { changeAndMove } from './relocate.ts';

/**
 * Shows a wallpaper to everyone, or to nobody else. Throws NOT_FOUND unless it is the viewer's,
 * and FORBIDDEN where someone banned would show something.
 */
export async function publishWallpaper(
  studio: Studio,
  viewer: User,
  input: { id: string; visibility: Visibility },
): Promise<WallpaperDetail> {
  if (viewer.banned && input.visibility === 'public') throw new EaselError('FORBIDDEN');
  await changeAndMove(studio, viewer, input.id, input.visibility, async (tx, before) => {
    const [after] = await tx
      .update(wallpapers)
      .set({ visibility: input.visibility })
      .where(and(eq(wallpapers.id, input.id), ownedBy(viewer), isNull(wallpapers.deletedAt)))
      .returning();
    if (!after) throw new EaselError('NOT_FOUND');
    if (before.visibility !== after.visibility) {
      await countPublic(tx, after.creatorId, after.visibility === 'public' ? 1 : -1);
      await announceGallery(tx);
    }
    return after;
  });
  return getWallpaper(studio, viewer, input.id);
}
