import { answers, generations } from '@easel/db';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Generation } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { getGeneration } from './list.ts';
import { takeQuota } from './quota.ts';
import { transition } from './transition.ts';
import { toGeneration } from './wire.ts';

/**
 * Tries a failed generation again under the same id. It takes a new picture from the allowance,
 * unless the service's answer is still kept. One that has not failed stays as it is. Throws
 * NOT_FOUND, QUOTA_EXCEEDED, TOO_MANY_IN_FLIGHT.
 */
export async function retryGeneration(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<Generation> {
  const queued = await studio.db.transaction(async (tx) => {
    const [before] = await tx
      .select({ status: generations.status, answer: answers.generationId })
      .from(generations)
      .leftJoin(answers, eq(answers.generationId, generations.id))
      .where(and(eq(generations.id, id), eq(generations.userId, viewer.id)))
      .for('update', { of: generations });
    if (!before) throw new EaselError('NOT_FOUND');
    if (before.status !== 'failed') return null;
    const cost = before.answer ? 0 : 1;
    const day = await takeQuota(tx, viewer.id, studio.config.limits, cost);
    const row = await transition(tx, id, 'queued', {
      attempt: 0,
      interrupted: 0,
      storeAttempt: 0,
      progress: null,
      reason: null,
      retryable: false,
      retryAt: null,
      quotaDay: cost ? day : null,
    });
    await studio.queue.push(tx, 'generation', id);
    return row;
  });
  return queued ? toGeneration(queued) : getGeneration(studio, viewer, id);
}
