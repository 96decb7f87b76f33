import { likes, users, wallpapers } from '@easel/db';
import { and, arrayContains, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Color, Orientation, WallpaperPage } from '../contract.ts';
import { parseSize } from '../contract.ts';
import { pageAfter, toPage } from '../cursor.ts';
import type { User } from '../viewer.ts';
import { ownedBy, PUBLIC, RESTORABLE, visibleTo } from './access.ts';
import { CARD, toCard } from './card.ts';
import { matches } from './search.ts';

export type ListWallpapers = {
  cursor?: string | undefined;
  limit: number;
  sort: 'newest' | 'popular';
  query?: string | undefined;
  orientation?: Orientation | undefined;
  color?: Color | undefined;
  model?: string | undefined;
  creatorId?: string | undefined;
  fits?: string | undefined;
};

/** One page of the public gallery. Throws INPUT_INVALID for a cursor of another list. */
export async function listWallpapers(
  studio: Studio,
  input: ListWallpapers,
): Promise<WallpaperPage> {
  const [kind, order] =
    input.sort === 'popular'
      ? (['score', wallpapers.score] as const)
      : (['time', wallpapers.createdAt] as const);
  const found = await studio.db
    .select({ ...CARD, score: wallpapers.score })
    .from(wallpapers)
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .where(
      and(
        PUBLIC,
        input.orientation && eq(wallpapers.orientation, input.orientation),
        input.color && arrayContains(wallpapers.palette, [input.color]),
        input.model ? eq(wallpapers.model, input.model) : undefined,
        input.creatorId ? eq(wallpapers.creatorId, input.creatorId) : undefined,
        input.fits ? fitsScreen(input.fits) : undefined,
        input.query ? matches(input.query) : undefined,
        pageAfter(input.cursor, kind, order, wallpapers.id),
      ),
    )
    .orderBy(desc(order), desc(wallpapers.id))
    .limit(input.limit + 1);
  const page = toPage(found, input.limit, kind, (row) =>
    kind === 'score' ? row.score : row.createdAt,
  );
  return { items: page.rows.map((row) => toCard(studio, row)), nextCursor: page.nextCursor };
}

/** At most a fifth is cropped away: the two shapes differ by no more than a factor of 4/5. */
function fitsScreen(text: string): SQL | undefined {
  const screen = parseSize(text);
  if (!screen) return undefined;
  const shape = sql`${wallpapers.width}::double precision / ${wallpapers.height}`;
  const wanted = screen.width / screen.height;
  return sql`${shape} between ${wanted * 0.8} and ${wanted / 0.8}`;
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
