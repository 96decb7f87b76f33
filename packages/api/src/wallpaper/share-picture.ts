import { derivatives, wallpapers } from '@easel/db';
import type { Key } from '@easel/storage';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import { PUBLIC } from './access.ts';
import { storageFailure } from './media.ts';

/** As places that show links want it. */
const SIZE = { width: 1200, height: 630 };
const SHOWN = 6;
/** Some have no file yet, while an import is on its way. */
const ASKED = 24;

/**
 * The picture that goes with a link to the gallery, or to one creator: the best liked or the newest
 * public pictures as one JPEG of 1200x630. Throws NOT_FOUND when there is none, STORAGE_UNAVAILABLE.
 */
export async function sharePicture(
  studio: Studio,
  { creatorId }: { creatorId?: string },
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>> {
  const order = creatorId ? wallpapers.createdAt : wallpapers.score;
  const found = await studio.db
    .select({
      id: wallpapers.id,
      key: sql<Key | null>`(
        select ${derivatives.key} from ${derivatives}
        where ${derivatives.wallpaperId} = ${wallpapers.id} and ${derivatives.format} = 'webp'
          and ${derivatives.width} <= 960
        order by ${derivatives.width} desc limit 1)`,
    })
    .from(wallpapers)
    .where(and(PUBLIC, creatorId ? eq(wallpapers.creatorId, creatorId) : undefined))
    .orderBy(desc(order), desc(wallpapers.id))
    .limit(ASKED);
  const keys = found.flatMap(({ key }) => key ?? []).slice(0, SHOWN);
  const [first] = found;
  if (!first || keys.length === 0) throw new EaselError('NOT_FOUND');
  const make = async (stop: AbortSignal) => {
    // Loaded when somebody first asks: a web process that only serves pages stays small.
    const { collage } = await import('@easel/storage/images');
    const pictures = keys.map((key) => async () => {
      const { body } = await studio.store.get(key, { signal: stop });
      return new Uint8Array(await new Response(body).arrayBuffer());
    });
    return new Uint8Array(await collage(pictures, SIZE, stop));
  };
  try {
    // Named by its pictures' content: one that is hidden is in none that is asked for after that.
    const name = { parts: ['share', ...keys], extension: 'jpg' };
    return (await studio.downloads.through(first.id, name, make, signal)).body;
  } catch (error) {
    throw storageFailure(error);
  }
}
