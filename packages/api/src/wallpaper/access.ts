import { type Db, type Transaction, wallpapers } from '@easel/db';
import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { LIMITS } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User, Viewer } from '../viewer.ts';

/** What everyone may see. Written as the indexes' own condition, so that they serve it. */
export const PUBLIC = sql`${wallpapers.visibility} = 'public' and ${wallpapers.deletedAt} is null`;

/** Deleted wallpapers that can still be brought back. */
export const RESTORABLE = gt(
  wallpapers.deletedAt,
  sql`now() - make_interval(days => ${LIMITS.restoreDays})`,
);

/** The wallpapers a viewer may see: the public ones and their own, deleted ones never. */
export function visibleTo(viewer: Viewer): SQL {
  if (!viewer) return PUBLIC;
  // `or` and `and` are undefined only without arguments.
  return and(
    isNull(wallpapers.deletedAt),
    or(eq(wallpapers.visibility, 'public'), eq(wallpapers.creatorId, viewer.id)),
  ) as SQL;
}

/** The wallpapers a viewer may change: their own. */
export function ownedBy(viewer: User): SQL {
  return eq(wallpapers.creatorId, viewer.id);
}

/** Throws NOT_FOUND unless the viewer may see this wallpaper. */
export async function requireVisible(
  db: Db | Transaction,
  viewer: Viewer,
  id: string,
): Promise<void> {
  const found = await db
    .select({ id: wallpapers.id })
    .from(wallpapers)
    .where(and(eq(wallpapers.id, id), visibleTo(viewer)));
  if (found.length === 0) throw new EaselError('NOT_FOUND');
}
