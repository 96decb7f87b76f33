import { setTimeout } from 'node:timers/promises';
import { FetchError } from '@easel/ai/safe-fetch';
import { backoff } from '../generation/endings.ts';

/** Requests at once to one host, at most. */
const AT_ONCE = 6;
const ATTEMPTS = 3;
/** Requests in a row that a host lets fail before it is left alone for the rest of the run. */
const PATIENCE = 40;
/** A host that asks for more time than this has its pictures in the next run. */
const LONGEST_PAUSE_MS = 120_000;

type Host = { limit: number; busy: number; resumeAt: number; failures: number };

/**
 * Asks hosts politely: a few things at once of each, fewer of one that is in trouble and more again
 * when it answers, with pauses that double. `work` throws `FetchError`; so does this, at the last.
 */
export function openHosts(signal: AbortSignal) {
  const hosts = new Map<string, Host>();
  return async function ask<T>(name: string, work: () => Promise<T>): Promise<T> {
    const host = hosts.get(name) ?? { limit: AT_ONCE, busy: 0, resumeAt: 0, failures: 0 };
    hosts.set(name, host);
    for (let attempt = 1; ; attempt += 1) {
      if (host.failures >= PATIENCE)
        throw new FetchError('Unavailable', `${name} does not answer any more.`);
      while (host.busy >= Math.floor(host.limit) || Date.now() < host.resumeAt)
        await setTimeout(20, undefined, { signal });
      host.busy += 1;
      let pause = 0;
      try {
        const result = await work();
        host.failures = 0;
        host.limit = Math.min(AT_ONCE, host.limit + 0.5);
        return result;
      } catch (error) {
        if (!(error instanceof FetchError)) throw error;
        // An answer, if no picture.
        if (!error.retryable) host.failures = 0;
        if (error.retryAfterMs > LONGEST_PAUSE_MS) host.failures = PATIENCE;
        if (!error.retryable || attempt === ATTEMPTS || host.failures >= PATIENCE) throw error;
        host.failures += 1;
        pause = Math.max(backoff(attempt, 500, 15_000), error.retryAfterMs);
        // One picture may fail by itself; several in a row, or a host that says so, are its trouble.
        if (host.failures > 1 || error.retryAfterMs > 0) {
          host.limit = Math.max(1, host.limit / 2);
          host.resumeAt = Date.now() + pause;
        }
      } finally {
        host.busy -= 1;
      }
      await setTimeout(pause, undefined, { signal });
    }
  };
}
