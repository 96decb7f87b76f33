import { connect } from 'node:net';
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

/**
 * Answers a second that a server on this machine gives to sixteen connections. Reads no more of an
 * answer than where it ends, so that two cores measure the server and not the one who asks.
 */
export async function answersASecond(port: number, path: string, forMs: number): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\naccept-encoding: gzip\r\n\r\n`;
  const end = performance.now() + forMs;
  const counts = await Promise.all(
    Array.from(
      { length: CROWD },
      () =>
        new Promise<number>((resolve, reject) => {
          let answers = 0;
          let missing = -1;
          const socket = connect(port, '127.0.0.1', () => socket.write(request));
          socket.on('error', reject);
          socket.on('data', (data) => {
            if (missing < 0) {
              const head = data.indexOf('\r\n\r\n');
              const text = data.toString('latin1', 0, head);
              const length = text.match(/content-length: (\d+)/i)?.[1];
              if (!text.startsWith('HTTP/1.1 200') || length === undefined)
                return reject(new Error(`${path} answered ${text}`));
              missing = Number(length) + head + 4;
            }
            missing -= data.byteLength;
            if (missing > 0) return;
            missing = -1;
            answers += 1;
            if (performance.now() < end) socket.write(request);
            else {
              socket.destroy();
              resolve(answers);
            }
          });
        }),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0) / (forMs / 1000);
}
