import { derivatives, users, wallpapers } from '@easel/db';
import { parseKey } from '@easel/storage';
import { sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Creator, WallpaperCard } from '../contract.ts';
import { placeholderPath } from './placeholder.ts';

type File = Pick<typeof derivatives.$inferSelect, 'key' | 'width' | 'format'>;

/** The files of a picture out of their lines, the smallest first. */
function readFiles(lines: string): File[] {
  if (lines === '') return [];
  const files = lines.split('\n').map((line) => {
    // As `CARD` writes them.
    const [width, format, key] = line.split(' ') as [string, File['format'], File['key']];
    return { width: Number(width), format, key };
  });
  return files.sort((a, b) => a.width - b.width);
}

/** The columns that a card is made of; to be read from `wallpapers` joined with `users`. */
export const CARD = {
  id: wallpapers.id,
  prompt: wallpapers.prompt,
  width: wallpapers.width,
  height: wallpapers.height,
  orientation: wallpapers.orientation,
  createdAt: wallpapers.createdAt,
  model: wallpapers.model,
  thumbhash: wallpapers.thumbhash,
  color: wallpapers.color,
  likeCount: wallpapers.likeCount,
  // A line for each: JSON of a page's two hundred would take the server longer than all the rest.
  files: sql`(
    select coalesce(string_agg(${derivatives.width} || ' ' || ${derivatives.format} || ' ' || ${derivatives.key}, chr(10)), '')
    from ${derivatives} where ${derivatives.wallpaperId} = ${wallpapers.id})`.mapWith(readFiles),
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
