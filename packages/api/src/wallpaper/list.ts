import { keptStatement, likes, users, wallpapers } from '@easel/db';
import { and, desc, eq, isNull, type Placeholder, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { WallpaperPage } from '../contract.ts';
import { BEGINNING, isAfter, pageAfter, readCursor, toPage } from '../cursor.ts';
import type { User } from '../viewer.ts';
import { ownedBy, PUBLIC, RESTORABLE, visibleTo } from './access.ts';
import { CARD, toCard } from './card.ts';
import { HITS, isNarrowed, type Narrowing, wantedOf } from './search.ts';

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
  const { kind } = ORDERS[sort];
  const place = cursor === undefined ? null : readCursor(cursor, kind);
  const found = isNarrowed(by)
    ? await narrowed(studio.db, sort).execute(wantedOf(by, { sort, place, length: limit + 1 }))
    : await whole(studio.db, sort, limit + 1).execute({ ...(place ?? BEGINNING) });
  const page = toPage(found, limit, kind, (row) => (kind === 'score' ? row.score : row.createdAt));
  return { items: page.rows.map((row) => toCard(studio, row)), nextCursor: page.nextCursor };
}

const ORDERS = {
  newest: { kind: 'time', by: wallpapers.createdAt },
  popular: { kind: 'score', by: wallpapers.score },
} as const;

/** What the whole gallery goes on with. */
const whole = keptStatement((db, sort: ListWallpapers['sort'], length: number) => {
  const { kind, by } = ORDERS[sort];
  const after = isAfter(kind, by, wallpapers.id, sql.placeholder('value'), sql.placeholder('id'));
  return (
    db
      .select({ ...CARD, score: wallpapers.score })
      .from(wallpapers)
      .innerJoin(users, eq(users.id, wallpapers.creatorId))
      .where(and(PUBLIC, after))
      .orderBy(desc(by), desc(wallpapers.id))
      // Written out, since a plan for any length is one for a tenth of the table. Drizzle takes whatever
      // can stand in a statement, and its type knows only the placeholders among it.
      .limit(sql.raw(String(length)) as unknown as Placeholder)
      .prepare('whole')
  );
});

/** The hits of a search or of a filter. */
const narrowed = keptStatement((db, sort: ListWallpapers['sort']) => {
  return db
    .select({ ...CARD, score: wallpapers.score })
    .from(wallpapers)
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .where(and(PUBLIC, sql`${wallpapers.id} in (select hits.id from ${HITS})`))
    .orderBy(desc(ORDERS[sort].by), desc(wallpapers.id))
    .prepare('narrowed');
});

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
