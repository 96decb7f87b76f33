import { sessionIsOpen } from '../account/sessions.ts';
import type { Studio } from '../compose.ts';
import { type Generation, hasEnded } from '../contract.ts';
import type { User } from '../viewer.ts';
import { getGeneration } from './list.ts';

/**
 * The generation at once and on every change, until it has ended, the viewer signs out or the signal
 * aborts. `since` is the last version the watcher has seen. Throws NOT_FOUND for a generation that is
 * not the viewer's.
 */
export async function* watchGeneration(
  studio: Studio,
  viewer: User,
  input: { id: string; since?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Generation> {
  let stale = true;
  let sessionStale = false;
  let wake = () => {};
  const changed = () => {
    stale = true;
    wake();
  };
  // Subscribed before the first read, so that no change falls between the two.
  const stops = [studio.changes.on(input.id, changed)];
  const { session } = viewer;
  if (session)
    stops.push(
      studio.changes.on(session, () => {
        sessionStale = true;
        changed();
      }),
    );
  signal.addEventListener('abort', changed);
  try {
    let seen = input.since ?? 0;
    while (!signal.aborted) {
      stale = false;
      if (session && sessionStale && !(await sessionIsOpen(studio, session))) return;
      sessionStale = false;
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
    for (const stop of stops) stop();
    signal.removeEventListener('abort', changed);
  }
}
