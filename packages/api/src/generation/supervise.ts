import type { Log } from '../log.ts';

export const SUPERVISE_EVERY_MS = 2000;
/** After a silence of the database of this length every worker has this long to be heard again. */
const SILENCE_MS = 4000;

/**
 * Calls `supervise`, which gives up the jobs of workers that are not heard any more, as long as the
 * database answers to `ask`. An outage silences workers that live as well, in the middle of calls that
 * are being paid for: theirs are left to them. Returns how to end it.
 */
export function superviseFairly(
  ask: () => Promise<unknown>,
  supervise: () => Promise<void>,
  log: Log,
): () => void {
  let heardAt = Number.NEGATIVE_INFINITY;
  let backAt = heardAt;
  let busy = false;
  const round = async () => {
    await ask();
    const now = performance.now();
    if (now - heardAt > SILENCE_MS) backAt = now;
    heardAt = now;
    if (now - backAt >= SILENCE_MS) await supervise();
  };
  const timer = setInterval(() => {
    // While the database hangs the first question waits for it.
    if (busy) return;
    busy = true;
    round()
      .catch((error: unknown) => log.warn({ err: error }, 'queue'))
      .finally(() => {
        busy = false;
      });
  }, SUPERVISE_EVERY_MS);
  return () => clearInterval(timer);
}
