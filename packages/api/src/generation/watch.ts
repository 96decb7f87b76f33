import { sessionIsOpen } from '../account/sessions.ts';
import { tokenIsOpen } from '../account/tokens.ts';
import type { Studio } from '../compose.ts';
import { type Generation, hasEnded } from '../contract.ts';
import type { User } from '../viewer.ts';
import { getGeneration } from './list.ts';

/**
 * The generation at once and on every change, until it has ended, the viewer signs out or revokes the
 * token, or the signal aborts. `since` is the last version the watcher has seen. Throws NOT_FOUND for
 * a generation that is not the viewer's.
 */
export async function* watchGeneration(
  studio: Studio,
  viewer: User,
  input: { id: string; since?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Generation> {
  let stale = true;
  let mayBeOut = false;
  let wake = () => {};
  const changed = () => {
    stale = true;
    wake();
  };
  // Subscribed before the first read, so that no change falls between the two.
  const stops = [studio.changes.on(input.id, changed)];
  const credential = viewer.token?.id ?? viewer.session;
  if (credential)
    stops.push(
      studio.changes.on(credential, () => {
        mayBeOut = true;
        changed();
      }),
    );
  signal.addEventListener('abort', changed);
  try {
    let seen = input.since ?? 0;
    while (!signal.aborted) {
      // Both before anything is awaited: what is told meanwhile counts for the next round.
      const toCheck = mayBeOut;
      stale = false;
      mayBeOut = false;
      if (toCheck && !(await isStillIn(studio, viewer))) return;
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

async function isStillIn(studio: Studio, { token, session }: User): Promise<boolean> {
  if (token) return await tokenIsOpen(studio, token.id);
  return session === undefined || (await sessionIsOpen(studio, session));
}
