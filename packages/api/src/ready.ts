import type { Studio } from './compose.ts';

/** Which of the parts that requests need do not answer: names only, the causes go to the log. */
export async function checkReady(studio: Studio): Promise<{ ready: boolean; failing: string[] }> {
  const parts: Record<string, () => Promise<unknown>> = {
    database: () => studio.sql`select 1`,
    storage: () => studio.store.check(AbortSignal.timeout(5000)),
    // The newest table there is: without the migrations it would be missing.
    migrations: () => studio.sql`select generation_id from previews limit 0`,
    queue: () => studio.queue.check(),
  };
  const failing: string[] = [];
  await Promise.all(
    Object.entries(parts).map(async ([name, check]) => {
      try {
        await check();
      } catch (error) {
        studio.log.warn({ err: error, part: name }, 'not ready');
        failing.push(name);
      }
    }),
  );
  return { ready: failing.length === 0, failing: failing.sort() };
}
