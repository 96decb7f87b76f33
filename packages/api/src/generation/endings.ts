import { answers } from '@easel/db';
import { eq, type SQL, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Reason } from '../contract.ts';
import { tellReason } from '../traces/traced.ts';
import { releaseQuota } from './quota.ts';
import { transition } from './transition.ts';

type Parts = Pick<Studio, 'db' | 'queue'>;

/**
 * Ends a generation without a wallpaper and gives its picture back to the allowance. `keepAnswer`
 * leaves what the service sent for a later retry. Does nothing to one that has ended, or of which
 * `where` is not true.
 */
async function endWithout(
  { db }: Parts,
  id: string,
  end: { status: 'failed' | 'rejected'; reason: Reason; retryable: boolean; keepAnswer: boolean },
  where?: SQL,
): Promise<void> {
  tellReason(end.reason);
  await db.transaction(async (tx) => {
    const changes = {
      reason: end.reason,
      retryable: end.retryable,
      progress: null,
      retryAt: null,
    };
    const row = await transition(tx, id, end.status, changes, where);
    if (!row) return;
    await releaseQuota(tx, row, { giveBack: true });
    if (!end.keepAnswer) await tx.delete(answers).where(eq(answers.generationId, id));
  });
}

/** It went wrong. What the service has sent, if anything, stays for a retry. */
export function failGeneration(
  parts: Parts,
  id: string,
  reason: Reason,
  retryable: boolean,
  where?: SQL,
): Promise<void> {
  return endWithout(parts, id, { status: 'failed', reason, retryable, keepAnswer: true }, where);
}

/** What the service sent is no picture: a retry must ask anew. */
export function failForGood(parts: Parts, id: string, reason: Reason): Promise<void> {
  return endWithout(parts, id, { status: 'failed', reason, retryable: true, keepAnswer: false });
}

/** The prompt was refused; asking again would be refused again. */
export function rejectGeneration(parts: Parts, id: string, where?: SQL): Promise<void> {
  const end = { status: 'rejected', reason: 'PROMPT_REJECTED', retryable: false } as const;
  return endWithout(parts, id, { ...end, keepAnswer: false }, where);
}

/**
 * Puts a generation aside for a while: the row says why, a new job comes then. The database's clock
 * decides when that is, because it is also the one that says whether the time has come.
 */
export async function retryLater(
  { db, queue }: Parts,
  id: string,
  reason: Reason,
  waitMs: number,
  where?: SQL,
): Promise<void> {
  tellReason(reason);
  await db.transaction(async (tx) => {
    const changes = {
      reason,
      retryable: true,
      progress: null,
      retryAt: sql`now() + make_interval(secs => ${waitMs / 1000})`,
    };
    const row = await transition(tx, id, 'retrying', changes, where);
    if (row?.retryAt) await queue.push(tx, 'generation', id, row.retryAt);
  });
}

/**
 * How long to wait before try number `attempt` + 1, in milliseconds: doubling up to a ceiling, half
 * of it random, so that those who failed together do not come back together ("equal jitter" in
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function backoff(attempt: number, baseMs: number, ceilingMs: number): number {
  const full = Math.min(ceilingMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return full / 2 + (Math.random() * full) / 2;
}
