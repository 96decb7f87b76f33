import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { load } from '../load.ts';
import { percentile } from '../percentile.ts';
import type { Stage } from './stage.ts';

const ROUNDS = 7;
const ROUND_MS = 1500;

/** Answers a second for the files of a gallery, bare server and site in turns; the medians. */
export async function throughput({ root, files, site }: Stage) {
  const bare = spawn(
    process.execPath,
    [fileURLToPath(new URL('bare-server.ts', import.meta.url)), root],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [printed] = await once(bare.stdout, 'data');
    const port = Number(String(printed));
    const shown = files.filter(({ key, bytes }) => key.startsWith('public/') && bytes < 250_000);
    const paths = shown.map(({ key }) => `/media/${key}`);
    const rates = { bare: [] as number[], ours: [] as number[] };
    for (let round = -1; round < ROUNDS; round += 1) {
      const one = await load(port, paths, ROUND_MS);
      const other = await load(site.port, paths, ROUND_MS);
      // The first round warms up.
      if (round < 0) continue;
      rates.bare.push(one);
      rates.ours.push(other);
    }
    const bytes = shown.reduce((sum, file) => sum + file.bytes, 0) / shown.length;
    return { bytes, bare: percentile(rates.bare, 0.5), ours: percentile(rates.ours, 0.5) };
  } finally {
    bare.kill();
  }
}
