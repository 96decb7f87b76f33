import { answers, generations, type Transaction, users } from '@easel/db';
import { and, eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Generation } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { getGeneration } from './list.ts';
import { releaseQuota } from './quota.ts';
import { type GenerationRow, transition } from './transition.ts';
import { toGeneration } from './wire.ts';

/** What a canceled generation says of itself. */
export const CANCELED = {
  progress: null,
  reason: 'CANCELED',
  retryable: false,
  retryAt: null,
} as const;

/** Whether a generation's owner is banned: nothing of theirs is begun any more, or shown. */
export const OWNER_BANNED = sql<boolean>`exists (select 1 from ${users} where ${users.id} = ${generations.userId} and ${users.bannedAt} is not null)`;

/**
 * Ends a generation at its owner's wish, in any state before the end; one that has ended stays as it
 * is. The allowance comes back unless a paid call is running or has answered. Throws NOT_FOUND.
 */
export async function cancelGeneration(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<Generation> {
  const canceled = await studio.db.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(generations)
      .where(and(eq(generations.id, id), eq(generations.userId, viewer.id)))
      .for('update');
    if (!before) throw new EaselError('NOT_FOUND');
    return await cancelLocked(studio, tx, before);
  });
  return canceled ? toGeneration(canceled) : getGeneration(studio, viewer, id);
}

/** Ends a generation as its owner would have, if they are banned. Else it does nothing. */
export async function cancelOfBanned(studio: Studio, id: string): Promise<void> {
  await studio.db.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(generations)
      .where(and(eq(generations.id, id), OWNER_BANNED))
      .for('update');
    if (before) await cancelLocked(studio, tx, before);
  });
}

async function cancelLocked(
  studio: Studio,
  tx: Transaction,
  before: GenerationRow,
): Promise<GenerationRow | null> {
  const { id, model, status } = before;
  const row = await transition(tx, id, 'canceled', CANCELED);
  if (!row) return null;
  const kept = await tx
    .delete(answers)
    .where(eq(answers.generationId, id))
    .returning({ id: answers.generationId });
  // The painter costs nothing, so nothing is lost with it.
  const costs = studio.models.find((each) => each.id === model)?.ai ?? true;
  const paid = costs && (status === 'running' || kept.length > 0);
  await releaseQuota(tx, row, { giveBack: !paid });
  await studio.queue.remove(tx, 'generation', id);
  return row;
}
