import { focalPoints } from '@easel/db';
import type { Studio } from '../compose.ts';
import type { Focus } from '../contract.ts';
import type { User } from '../viewer.ts';
import { requireVisible } from './access.ts';

/** Keeps where the viewer wants the middle of a wallpaper. Throws NOT_FOUND when it is not theirs to see. */
export async function focusWallpaper(
  studio: Studio,
  viewer: User,
  { id, ...focus }: { id: string } & Focus,
): Promise<Focus> {
  await studio.db.transaction(async (tx) => {
    await requireVisible(tx, viewer, id);
    await tx
      .insert(focalPoints)
      .values({ userId: viewer.id, wallpaperId: id, ...focus })
      .onConflictDoUpdate({ target: [focalPoints.userId, focalPoints.wallpaperId], set: focus });
  });
  return focus;
}
