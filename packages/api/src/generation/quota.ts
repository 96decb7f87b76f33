import { quotas, type Transaction } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import type { Config } from '../config.ts';
import { EaselError } from '../errors.ts';
import type { GenerationRow } from './transition.ts';

/**
 * The database's clock decides which day it is, for all processes alike. Not when the transaction
 * began: one that waited for the row past midnight would turn it back to yesterday.
 */
const today = sql<string>`(clock_timestamp() at time zone 'utc')::date`;

/** The first moment of the next UTC day. */
export function nextReset(): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}

/**
 * Takes one picture from the day's allowance and one place among those in the making: one statement
 * that either does both or refuses. `cost` is 0 for work that was paid for already. Returns the day
 * it was taken from. Throws QUOTA_EXCEEDED or TOO_MANY_IN_FLIGHT.
 */
export async function takeQuota(
  tx: Transaction,
  userId: string,
  limits: Config['limits'],
  cost: 0 | 1 = 1,
): Promise<string> {
  // The first insert passes no gate, so a limit below one is refused here.
  if (limits.perDay < cost) throw exceeded();
  const [taken] = await tx
    .insert(quotas)
    .values({ userId, day: today, used: cost, inFlight: 1 })
    .onConflictDoUpdate({
      target: quotas.userId,
      set: {
        used: sql`case when ${quotas.day} = ${today} then ${quotas.used} + ${cost} else ${cost} end`,
        day: today,
        inFlight: sql`${quotas.inFlight} + 1`,
      },
      setWhere: sql`(${quotas.day} <> ${today} or ${quotas.used} + ${cost} <= ${limits.perDay}) and ${quotas.inFlight} < ${limits.inFlight}`,
    })
    .returning({ day: quotas.day });
  if (taken) return taken.day;

  const [row] = await tx
    .select({ inFlight: quotas.inFlight })
    .from(quotas)
    .where(eq(quotas.userId, userId));
  if (row && row.inFlight >= limits.inFlight)
    throw new EaselError('TOO_MANY_IN_FLIGHT', { facts: { retryAfter: 10 } });
  throw exceeded();
}

function exceeded(): EaselError {
  const resetsAt = nextReset();
  const retryAfter = Math.ceil((resetsAt.getTime() - Date.now()) / 1000);
  return new EaselError('QUOTA_EXCEEDED', { facts: { resetsAt, retryAfter } });
}

/**
 * Frees the place of a generation that has just ended and, if it is due, gives its picture back to
 * the day it was taken from. Must run in the transaction of the transition that ended it: that
 * transition happens once, so this does too.
 */
export async function releaseQuota(
  tx: Transaction,
  generation: Pick<GenerationRow, 'userId' | 'quotaDay'>,
  options: { giveBack: boolean },
): Promise<void> {
  const back = options.giveBack
    ? sql`case when ${quotas.day} = ${generation.quotaDay}::date then 1 else 0 end`
    : sql`0`;
  await tx
    .update(quotas)
    .set({ inFlight: sql`${quotas.inFlight} - 1`, used: sql`${quotas.used} - ${back}` })
    .where(eq(quotas.userId, generation.userId));
}

/** What a person has used today. */
export async function usedToday(db: Pick<Transaction, 'select'>, userId: string): Promise<number> {
  const [row] = await db
    .select({
      used: sql<number>`case when ${quotas.day} = ${today} then ${quotas.used} else 0 end`,
    })
    .from(quotas)
    .where(eq(quotas.userId, userId));
  return row?.used ?? 0;
}
