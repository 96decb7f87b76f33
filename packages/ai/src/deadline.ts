/** Ends when the caller's signal does, or by itself after `ms`. `clear` it when the work is over. */
export type Deadline = { signal: AbortSignal; timedOut: () => boolean; clear: () => void };

/**
 * A timer and a listener of its own, because a signal from `AbortSignal.any` cannot tell which of
 * its sources fired first, and one from `AbortSignal.timeout` cannot be cleared.
 */
export function startDeadline(ms: number, signal?: AbortSignal): Deadline {
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(
    () => {
      late = !controller.signal.aborted;
      controller.abort(new DOMException(`Took longer than ${ms} ms`, 'TimeoutError'));
    },
    // Node turns a longer delay into one millisecond.
    Math.min(ms, 2 ** 31 - 1),
  );
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    timedOut: () => late,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
