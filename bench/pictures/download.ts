import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { percentile } from '../percentile.ts';
import type { Stage } from './stage.ts';

const SCRIPT = fileURLToPath(new URL('crop.ts', import.meta.url));
type Run = { ms: number; bytes: number; peakMb: number };

/** A download of 3840x2160 of some pictures: time and peak of memory, beside sharp's plain way. */
export async function download({ root, originals }: Stage) {
  const way = async (name: 'ours' | 'plain') => {
    const runs: Run[] = [];
    for (const { key } of originals.slice(0, 7)) {
      const args = [SCRIPT, join(root, key), name];
      runs.push(JSON.parse((await promisify(execFile)(process.execPath, args)).stdout));
    }
    const median = (of: keyof Run) =>
      percentile(
        runs.map((run) => run[of]),
        0.5,
      );
    return { ms: median('ms'), bytes: median('bytes'), peakMb: median('peakMb') };
  };
  return { plain: await way('plain'), ours: await way('ours') };
}
