import { generations } from '@easel/db';
import { count } from 'drizzle-orm';
import type { Studio } from './compose.ts';
import { STATUSES, type Status } from './contract.ts';

export type Workload = {
  generations: Record<Status, number>;
  queue: { name: string; waiting: number }[];
};

/** How much there is to do and has been done, for whoever watches over the site. */
export async function readWorkload({ db, queue }: Studio): Promise<Workload> {
  const [rows, depth] = await Promise.all([
    db
      .select({ status: generations.status, count: count() })
      .from(generations)
      .groupBy(generations.status),
    queue.depth(),
  ]);
  const none = Object.fromEntries(STATUSES.map((status) => [status, 0]));
  const found = Object.fromEntries(rows.map(({ status, count: n }) => [status, n]));
  // Both together name every status, which Object.fromEntries cannot say.
  return { generations: { ...none, ...found } as Workload['generations'], queue: depth };
}
