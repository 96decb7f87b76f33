import { type Db, generations, previews } from '@easel/db';
import { derive, FIRST_DERIVATIVE, ingest } from '@easel/storage/images';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { reportProgress } from './transition.ts';

/** Keeps an unfinished picture, small and re-encoded like everything that a page shows, and says how far it is. */
export async function keepPreview(
  db: Db,
  id: string,
  preview: { bytes: Uint8Array; progress: number },
): Promise<void> {
  const { bytes } = await derive(await ingest(preview.bytes), FIRST_DERIVATIVE);
  await db
    .insert(previews)
    .values({ generationId: id, bytes })
    .onConflictDoUpdate({ target: previews.generationId, set: { bytes } });
  await reportProgress(db, id, preview.progress);
}

/** The latest unfinished picture of one of the viewer's own generations, as WebP. Throws NOT_FOUND. */
export async function getPreview(studio: Studio, viewer: User, id: string): Promise<Uint8Array> {
  const [row] = await studio.db
    .select({ bytes: previews.bytes })
    .from(previews)
    .innerJoin(generations, eq(generations.id, previews.generationId))
    .where(and(eq(previews.generationId, id), eq(generations.userId, viewer.id)));
  if (!row) throw new EaselError('NOT_FOUND');
  return row.bytes;
}
