import { users } from '@easel/db';
import { eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Me, Profile, Screen } from '../contract.ts';
import { EaselError } from '../errors.ts';
import { nextReset, usedToday } from '../generation/quota.ts';
import type { User } from '../viewer.ts';
import { toCreator } from '../wallpaper/card.ts';
import { publicCount } from '../wallpaper/counters.ts';
import { dropAvatar } from './keep-avatar.ts';

/** The viewer's own account. */
export async function getMe(studio: Studio, viewer: User): Promise<Me> {
  const [row] = await studio.db.select().from(users).where(eq(users.id, viewer.id));
  if (!row) throw new EaselError('SIGNED_OUT');
  return {
    ...toCreator(studio, row),
    email: row.email,
    role: viewer.role,
    quota: {
      limit: studio.config.limits.perDay,
      used: await usedToday(studio.db, viewer.id),
      resetsAt: nextReset(),
    },
    screens: row.screens,
  };
}

/** What anyone may know of a person. Throws NOT_FOUND. */
export async function getProfile(studio: Studio, input: { id: string }): Promise<Profile> {
  const [row] = await studio.db
    .select({ id: users.id, name: users.name, image: users.image, deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, input.id));
  if (!row) throw new EaselError('NOT_FOUND');
  return { ...toCreator(studio, row), wallpaperCount: await publicCount(studio.db, row.id) };
}

/** Changes the viewer's own name, screens or (to the one drawn here) avatar; what is absent stays. */
export async function updateMe(
  studio: Studio,
  viewer: User,
  input: { name?: string | undefined; avatar?: null | undefined; screens?: Screen[] | undefined },
): Promise<Me> {
  const { avatar, ...columns } = input;
  if (columns.name !== undefined || columns.screens !== undefined)
    await studio.db.update(users).set(columns).where(eq(users.id, viewer.id));
  if (avatar === null) await dropAvatar(studio, viewer.id);
  return getMe(studio, viewer);
}
