import { percentile } from '../percentile.ts';

export type Timing = { p50: number; p95: number; p99: number };

const CROWD = 16;

/** Asks `samples` times, so many at once, after a tenth as many unmeasured. Milliseconds. */
export async function timed(
  ask: () => Promise<unknown>,
  samples: number,
  atOnce = CROWD,
): Promise<Timing> {
  const times: number[] = [];
  let left = samples + Math.ceil(samples / 10);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1;
        const measured = left < samples;
        const from = performance.now();
        await ask();
        if (measured) times.push(performance.now() - from);
      }
    }),
  );
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}
