import { setTimeout } from 'node:timers/promises';
import type { Studio } from './compose.ts';

const PATIENCE_MS = 3000;

/** Which of the parts that requests need do not answer: names only, the causes go to the log. */
export async function checkReady(studio: Studio): Promise<{ ready: boolean; failing: string[] }> {
  const parts: Record<string, () => Promise<unknown>> = {
    database: () => studio.sql`select 1`,
    storage: () => studio.store.check(AbortSignal.timeout(PATIENCE_MS)),
    // The newest table there is: without the migrations it would be missing.
    migrations: () => studio.sql`select generation_id from previews limit 0`,
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
