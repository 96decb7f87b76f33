import { answers, generations } from '@easel/db';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Generation } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { getGeneration } from './list.ts';
import { releaseQuota } from './quota.ts';
import { transition } from './transition.ts';
import { toGeneration } from './wire.ts';

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
    const row = await transition(tx, id, 'canceled', {
      progress: null,
      reason: 'CANCELED',
      retryable: false,
    });
    if (!row) return null;
    const kept = await tx
      .delete(answers)
      .where(eq(answers.generationId, id))
      .returning({ id: answers.generationId });
    // The painter costs nothing, so nothing is lost with it.
    const costs = studio.models.find(({ id: model }) => model === before.model)?.ai ?? true;
    const paid = costs && (before.status === 'running' || kept.length > 0);
    await releaseQuota(tx, row, { giveBack: !paid });
    await studio.queue.remove(tx, 'generation', id);
    return row;
  });
  return canceled ? toGeneration(canceled) : getGeneration(studio, viewer, id);
}
