import { derivatives, users, wallpapers } from '@easel/db';
import { parseKey } from '@easel/storage';
import { sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Creator, WallpaperCard } from '../contract.ts';
import { placeholderPath } from './placeholder.ts';

type File = Pick<typeof derivatives.$inferSelect, 'key' | 'width' | 'format'>;

/** The columns that a card is made of; to be read from `wallpapers` joined with `users`. */
export const CARD = {
  id: wallpapers.id,
  prompt: wallpapers.prompt,
  width: wallpapers.width,
  height: wallpapers.height,
  orientation: wallpapers.orientation,
  createdAt: wallpapers.createdAt,
  model: wallpapers.model,
  visibility: wallpapers.visibility,
  thumbhash: wallpapers.thumbhash,
  color: wallpapers.color,
  likeCount: wallpapers.likeCount,
  files: sql<File[]>`(
    select coalesce(json_agg(json_build_object('key', ${derivatives.key}, 'width', ${derivatives.width}, 'format', ${derivatives.format}) order by ${derivatives.width}), '[]')
    from ${derivatives} where ${derivatives.wallpaperId} = ${wallpapers.id})`,
  creatorId: users.id,
  creatorName: users.name,
  creatorImage: users.image,
  creatorDeletedAt: users.deletedAt,
};

export type CardRow = Pick<
  typeof wallpapers.$inferSelect,
  | 'id'
  | 'prompt'
  | 'width'
  | 'height'
  | 'orientation'
  | 'createdAt'
  | 'model'
  | 'visibility'
  | 'thumbhash'
  | 'color'
  | 'likeCount'
> & {
  files: File[];
  creatorId: string;
  creatorName: string;
  creatorImage: string | null;
  creatorDeletedAt: Date | null;
};

/** A person as others see them: always with a name and a picture, never with an address. */
export function toCreator(
  studio: Pick<Studio, 'store'>,
  user: { id: string; name: string; image: string | null; deletedAt: Date | null },
): Creator {
  return {
    id: user.id,
    name: user.name,
    avatarUrl: user.image
      ? studio.store.publicUrl(parseKey(user.image))
      : `/api/avatars/${user.id}`,
    ...(user.deletedAt && { former: true }),
  };
}

/** The only step from a wallpaper's row to what a list shows. */
export function toCard(studio: Pick<Studio, 'store'>, row: CardRow): WallpaperCard {
  const files = row.files.map((file) => ({ ...file, url: studio.store.publicUrl(file.key) }));
  const webp = files.filter((file) => file.format === 'webp');
  const avif = files.filter((file) => file.format === 'avif');
  // A page without srcset support gets one that is sharp enough for a column.
  const plain = webp.findLast((file) => file.width <= 960) ?? webp[0];
  const mixed = webp.map((file) => avif.find(({ width }) => width === file.width) ?? file);
  return {
    id: row.id,
    prompt: row.prompt,
    width: row.width,
    height: row.height,
    orientation: row.orientation,
    createdAt: row.createdAt,
    model: row.model,
    image: {
      src: plain?.url ?? placeholderPath(row.prompt),
      srcSet: srcSetOf(webp),
      avifSrcSet: avif.length > 0 ? srcSetOf(mixed) : '',
      thumbhash: row.thumbhash,
      color: row.color,
    },
    likeCount: row.likeCount,
    creator: toCreator(studio, {
      id: row.creatorId,
      name: row.creatorName,
      image: row.creatorImage,
      deletedAt: row.creatorDeletedAt,
    }),
  };
}

function srcSetOf(files: { url: string; width: number }[]): string {
  return files.map((file) => `${file.url} ${file.width}w`).join(', ');
}
