/** Room in memory for so many bytes: who does not fit in waits, in the order of coming. */
export type Room = <T>(bytes: number, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * Runs work on things of which no more than `limit` bytes are held at once. What is larger than all
 * the room is worked on alone. Throws the signal's reason to whoever still waits.
 */
export function openRoom(limit: number): Room {
  let free = limit;
  const waiting: { share: number; enter: () => void }[] = [];
  const admit = () => {
    // Only ever the first: else something large would wait for ever behind small things.
    for (let first = waiting[0]; first && first.share <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.share;
      first.enter();
    }
  };
  return async (bytes, signal, work) => {
    signal.throwIfAborted();
    const share = Math.min(bytes, limit);
    const turn = Promise.withResolvers<void>();
    const place = { share, enter: turn.resolve };
    const leave = () => {
      const at = waiting.indexOf(place);
      if (at < 0) return;
      waiting.splice(at, 1);
      turn.reject(signal.reason);
      admit();
    };
    signal.addEventListener('abort', leave, { once: true });
    waiting.push(place);
    admit();
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
    try {
      return await work();
    } finally {
      free += share;
      admit();
    }
  };
}
