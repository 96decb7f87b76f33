import type { Studio } from '../compose.ts';
import { type Generation, hasEnded } from '../contract.ts';
import type { User } from '../viewer.ts';
import { getGeneration } from './list.ts';

/**
 * The generation at once and on every change, until it has ended or the signal aborts. `since` is the
 * last version the watcher has seen. Throws NOT_FOUND for a generation that is not the viewer's.
 */
export async function* watchGeneration(
  studio: Studio,
  viewer: User,
  input: { id: string; since?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Generation> {
  let stale = true;
  let wake = () => {};
  const changed = () => {
    stale = true;
    wake();
  };
  // Subscribed before the first read, so that no change falls between the two.
  const stop = studio.changes.on(input.id, changed);
  signal.addEventListener('abort', changed);
  try {
    let seen = input.since ?? 0;
    while (!signal.aborted) {
      stale = false;
      const generation = await getGeneration(studio, viewer, input.id);
      if (generation.version > seen) {
        seen = generation.version;
        yield generation;
      }
      if (hasEnded(generation.status)) return;
      if (!stale)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop();
    signal.removeEventListener('abort', changed);
  }
}
