import { type Db, generations, type Transaction } from '@easel/db';
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Status } from '../contract.ts';
import { told } from './changes.ts';
import { statesBefore } from './states.ts';

export type GenerationRow = typeof generations.$inferSelect;
type Changes = Omit<
  PgUpdateSetSource<typeof generations>,
  'id' | 'status' | 'version' | 'updatedAt'
>;

/** Generations that have not ended. Written as the index's own condition, so that it serves this. */
export const UNFINISHED = sql`${generations.status} in ('queued', 'running', 'retrying', 'storing')`;

/**
 * Moves a generation to another state, if the table of states and `where` allow it, and tells the
 * watchers. Returns the new row, or null when nothing was changed. The one statement that writes a status.
 */
export async function transition(
  db: Db | Transaction,
  id: string,
  to: Status,
  changes: Changes = {},
  where?: SQL,
): Promise<GenerationRow | null> {
  const [row] = await db
    .update(generations)
    .set({
      ...changes,
      status: to,
      version: sql`${generations.version} + 1`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(generations.id, id), inArray(generations.status, statesBefore(to)), where))
    .returning(announced);
  return row ?? null;
}

/** Writes down how far a running generation is. Says nothing when it no longer runs. */
export async function reportProgress(db: Db, id: string, progress: number): Promise<void> {
  await db
    .update(generations)
    .set({ progress, version: sql`${generations.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(generations.id, id), eq(generations.status, 'running')))
    .returning(announced);
}

const announced = {
  ...getTableColumns(generations),
  announced: told(generations.id),
};
