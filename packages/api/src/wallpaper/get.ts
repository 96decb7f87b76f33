import { focalPoints, likes, users, wallpapers } from '@easel/db';
import { and, eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { COLORS, type Color, type WallpaperDetail } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { visibleTo } from './access.ts';
import { CARD, toCard } from './card.ts';

const isColor = (name: string): name is Color => COLORS.some((color) => color === name);

/** One wallpaper with all there is to know about it. Throws NOT_FOUND when it is not the viewer's to see. */
export async function getWallpaper(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<WallpaperDetail> {
  const [row] = await studio.db
    .select({
      ...CARD,
      params: wallpapers.params,
      visibility: wallpapers.visibility,
      bytes: wallpapers.originalBytes,
      contentType: wallpapers.originalType,
      palette: wallpapers.palette,
      remixOf: wallpapers.remixOf,
      focus: { x: focalPoints.x, y: focalPoints.y },
      liked: sql<boolean>`exists (select 1 from ${likes} where ${likes.wallpaperId} = ${wallpapers.id} and ${likes.userId} = ${viewer.id})`,
    })
    .from(wallpapers)
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .leftJoin(
      focalPoints,
      and(eq(focalPoints.wallpaperId, wallpapers.id), eq(focalPoints.userId, viewer.id)),
    )
    .where(and(eq(wallpapers.id, id), visibleTo(viewer)));
  if (!row) throw new EaselError('NOT_FOUND');
  return {
    ...toCard(studio, row),
    params: row.params,
    visibility: row.visibility,
    original: {
      width: row.width,
      height: row.height,
      bytes: row.bytes,
      contentType: row.contentType,
    },
    palette: row.palette.filter(isColor),
    remixOf: row.remixOf,
    liked: row.liked,
    mine: row.creatorId === viewer.id,
    focus: row.focus,
  };
}
