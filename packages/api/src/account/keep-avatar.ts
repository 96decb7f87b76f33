import { garbage, users } from '@easel/db';
import { objectKey, parseKey } from '@easel/storage';
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { markGarbage } from '../wallpaper/garbage.ts';

/**
 * Stores a re-encoded picture (WebP) as a person's avatar, in place of the one before. Does nothing
 * when the account is gone or `where` does not hold any more.
 */
export async function keepAvatar(
  studio: Studio,
  userId: string,
  picture: Uint8Array,
  where?: SQL,
): Promise<void> {
  const key = objectKey('public', userId, picture, 'webp');
  // Written down first, so that no crash leaves a picture of somebody in the public part.
  await markGarbage(studio.db, userId, [key], 'later');
  await studio.db.transaction(async (tx) => {
    const [before] = await tx
      .select({ image: users.image })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.deletedAt), where))
      .for('update');
    if (!before) return;
    await studio.store.put(key, picture, { contentType: 'image/webp' });
    await tx.update(users).set({ image: key, imageSource: null }).where(eq(users.id, userId));
    if (before.image) await markGarbage(tx, userId, [parseKey(before.image)], 'later');
    await tx.delete(garbage).where(eq(garbage.key, key));
  });
}

/** Goes back to the avatar that is drawn from the id. Pages that still show the other may, for some minutes. */
export async function dropAvatar(studio: Studio, userId: string): Promise<void> {
  await studio.db.transaction(async (tx) => {
    const [before] = await tx
      .select({ image: users.image })
      .from(users)
      .where(eq(users.id, userId))
      .for('update');
    if (before?.image) await markGarbage(tx, userId, [parseKey(before.image)], 'later');
    await tx.update(users).set({ image: null, imageSource: null }).where(eq(users.id, userId));
  });
}
