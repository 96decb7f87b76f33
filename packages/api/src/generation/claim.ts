import { answers, generations } from '@easel/db';
import { and, eq, notExists, sql } from 'drizzle-orm';
import type { Workshop } from '../compose.ts';
import { hasEnded } from '../contract.ts';
import { cancelOfBanned, OWNER_BANNED } from './cancel.ts';
import { failGeneration } from './endings.ts';
import type { Painted } from './paint.ts';
import { type GenerationRow, transition } from './transition.ts';

/** Calls that a crash cut off are repeated this often. */
const REPEATS = 1;

const due = sql`(${generations.retryAt} is null or ${generations.retryAt} <= now())`;

type Claim = { todo: 'paint'; row: GenerationRow } | ({ todo: 'store' } & Painted);

/**
 * Takes a generation in hand: to paint it, or to store what was painted already. The attempt is
 * written down before the call it stands for. Null when there is nothing to do: it has ended, its
 * time has not come, or its call was cut too often or its owner is banned, which ends it here.
 */
export async function claimGeneration(workshop: Workshop, id: string): Promise<Claim | null> {
  const { db } = workshop;
  const [before] = await db
    .select({
      status: generations.status,
      interrupted: generations.interrupted,
      answer: answers,
      banned: OWNER_BANNED,
    })
    .from(generations)
    .leftJoin(answers, eq(answers.generationId, generations.id))
    .where(eq(generations.id, id));
  if (!before || hasEnded(before.status)) return null;
  if (before.banned) {
    await cancelOfBanned(workshop, id);
    return null;
  }

  const { answer } = before;
  if (answer) {
    const row = await transition(
      db,
      id,
      'storing',
      { storeAttempt: sql`${generations.storeAttempt} + 1`, reason: null, retryAt: null },
      due,
    );
    return row && { todo: 'store', row, answer };
  }
  if (before.status === 'running' && before.interrupted >= REPEATS) {
    workshop.log.error({ generation: id }, 'The call was cut twice; giving up.');
    await failGeneration(workshop, id, 'UPSTREAM_UNAVAILABLE', true);
    return null;
  }
  const row = await transition(
    db,
    id,
    'running',
    {
      attempt: sql`${generations.attempt} + 1`,
      // Found running: whoever ran it is gone.
      interrupted: sql`${generations.interrupted} + case when ${generations.status} = 'running' then 1 else 0 end`,
      startedAt: sql`now()`,
      progress: null,
      reason: null,
      retryable: false,
      retryAt: null,
    },
    and(due, notExists(db.select().from(answers).where(eq(answers.generationId, id)))),
  );
  return row && { todo: 'paint', row };
}
