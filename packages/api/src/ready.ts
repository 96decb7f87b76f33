import { setTimeout } from 'node:timers/promises';
import { isMigrated } from '@easel/db';
import type { Studio } from './compose.ts';

const PATIENCE_MS = 3000;

/** Which of the parts that requests need do not answer: names only, the causes go to the log. */
export async function checkReady(studio: Studio): Promise<{ ready: boolean; failing: string[] }> {
  const parts: Record<string, () => Promise<unknown>> = {
    database: () => studio.sql`select 1`,
    storage: () => studio.store.check(AbortSignal.timeout(PATIENCE_MS)),
    migrations: async () => {
      if (!(await isMigrated(studio.sql))) throw new Error('Migrations are missing.');
    },
    queue: () => studio.queue.check(),
  };
  const failing: string[] = [];
  await Promise.all(
    Object.entries(parts).map(async ([name, check]) => {
      try {
        const late = setTimeout(PATIENCE_MS).then(() => {
          throw new Error(`No answer within ${PATIENCE_MS} ms.`);
        });
        await Promise.race([check(), late]);
      } catch (error) {
        studio.log.warn({ err: error, part: name }, 'not ready');
        failing.push(name);
      }
    }),
  );
  return { ready: failing.length === 0, failing: failing.sort() };
}
