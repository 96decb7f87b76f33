import { generations } from '@easel/db';
import { and, desc, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Generation, GenerationPage, Status } from '../contract.ts';
import { pageAfter, toPage } from '../cursor.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { toGeneration } from './wire.ts';

/** One of the viewer's own generations. Throws NOT_FOUND for any other. */
export async function getGeneration(studio: Studio, viewer: User, id: string): Promise<Generation> {
  const [row] = await studio.db
    .select()
    .from(generations)
    .where(and(eq(generations.id, id), eq(generations.userId, viewer.id)));
  if (!row) throw new EaselError('NOT_FOUND');
  return toGeneration(row);
}

/** The viewer's own generations, newest first. Throws INPUT_INVALID for a cursor of another list. */
export async function listGenerations(
  studio: Studio,
  viewer: User,
  input: { cursor?: string | undefined; limit: number; status?: Status | undefined },
): Promise<GenerationPage> {
  const found = await studio.db
    .select()
    .from(generations)
    .where(
      and(
        eq(generations.userId, viewer.id),
        input.status && eq(generations.status, input.status),
        pageAfter(input.cursor, 'time', generations.createdAt, generations.id),
      ),
    )
    .orderBy(desc(generations.createdAt), desc(generations.id))
    .limit(input.limit + 1);
  const { rows, nextCursor } = toPage(found, input.limit, 'time', (row) => row.createdAt);
  return { items: rows.map(toGeneration), nextCursor };
}
