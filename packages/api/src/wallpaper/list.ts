import { likes, users, wallpapers } from '@easel/db';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { WallpaperPage } from '../contract.ts';
import { pageAfter, toPage } from '../cursor.ts';
import type { User } from '../viewer.ts';
import { ownedBy, PUBLIC, RESTORABLE, visibleTo } from './access.ts';
import { CARD, toCard } from './card.ts';
import { hitsOf, isNarrowed, type Narrowing } from './search.ts';

export type ListWallpapers = Narrowing & {
  cursor?: string | undefined;
  limit: number;
  sort: 'newest' | 'popular';
};

/** One page of the public gallery. Throws INPUT_INVALID for a cursor of another list. */
export async function listWallpapers(
  studio: Studio,
  input: ListWallpapers,
): Promise<WallpaperPage> {
  const { cursor, limit, sort, ...by } = input;
  const [kind, order] =
    sort === 'popular'
      ? (['score', wallpapers.score] as const)
      : (['time', wallpapers.createdAt] as const);
  const place = isNarrowed(by)
    ? sql`${wallpapers.id} in (select hits.id from ${hitsOf(by, { sort, cursor, wanted: limit + 1 })})`
    : pageAfter(cursor, kind, order, wallpapers.id);
  const found = await studio.db
    .select({ ...CARD, score: wallpapers.score })
    .from(wallpapers)
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .where(and(PUBLIC, place))
    .orderBy(desc(order), desc(wallpapers.id))
    .limit(limit + 1);
  const page = toPage(found, limit, kind, (row) => (kind === 'score' ? row.score : row.createdAt));
  return { items: page.rows.map((row) => toCard(studio, row)), nextCursor: page.nextCursor };
}

type Paging = { cursor?: string | undefined; limit: number };

/** The viewer's own wallpapers, newest first; with `deleted`, those that can still be brought back. */
export async function listMine(
  studio: Studio,
  viewer: User,
  input: Paging & { deleted: boolean },
): Promise<WallpaperPage> {
  const found = await studio.db
    .select(CARD)
    .from(wallpapers)
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .where(
      and(
        ownedBy(viewer),
        input.deleted ? RESTORABLE : isNull(wallpapers.deletedAt),
        pageAfter(input.cursor, 'time', wallpapers.createdAt, wallpapers.id),
      ),
    )
    .orderBy(desc(wallpapers.createdAt), desc(wallpapers.id))
    .limit(input.limit + 1);
  const page = toPage(found, input.limit, 'time', (row) => row.createdAt);
  return { items: page.rows.map((row) => toCard(studio, row)), nextCursor: page.nextCursor };
}

/** What the viewer likes, the latest like first. */
export async function listLiked(
  studio: Studio,
  viewer: User,
  input: Paging,
): Promise<WallpaperPage> {
  const found = await studio.db
    .select({ ...CARD, likedAt: likes.createdAt })
    .from(likes)
    .innerJoin(wallpapers, eq(wallpapers.id, likes.wallpaperId))
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .where(
      and(
        eq(likes.userId, viewer.id),
        visibleTo(viewer),
        pageAfter(input.cursor, 'time', likes.createdAt, likes.wallpaperId),
      ),
    )
    .orderBy(desc(likes.createdAt), desc(likes.wallpaperId))
    .limit(input.limit + 1);
  const page = toPage(found, input.limit, 'time', (row) => row.likedAt);
  return { items: page.rows.map((row) => toCard(studio, row)), nextCursor: page.nextCursor };
}
