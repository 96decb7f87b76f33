import { generations } from '@easel/db';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';

/** So many of a model's latest pictures are looked at. */
const RECENT = 50;
/** With fewer than these a median says nothing. */
const ENOUGH = 5;

/**
 * Seconds from the button to the picture, by model: the median of its latest pictures, the wait
 * for a worker included. Models with too few of them are absent.
 */
export async function usualTimes({ db, models }: Studio): Promise<Record<string, number>> {
  const medians = models.map(async ({ id }) => {
    const recent = db
      .select({
        seconds:
          sql<number>`extract(epoch from ${generations.updatedAt} - ${generations.createdAt})`.as(
            'seconds',
          ),
      })
      .from(generations)
      .where(and(eq(generations.model, id), eq(generations.status, 'succeeded')))
      .orderBy(desc(generations.createdAt))
      .limit(RECENT)
      .as('recent');
    const [row] = await db
      .select({
        count: sql<number>`count(*)::int`,
        median: sql<number>`percentile_cont(0.5) within group (order by ${recent.seconds})::float8`,
      })
      .from(recent);
    return row && row.count >= ENOUGH ? [[id, Math.max(1, Math.round(row.median))] as const] : [];
  });
  return Object.fromEntries((await Promise.all(medians)).flat());
}
