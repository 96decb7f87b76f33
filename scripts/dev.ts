// `pnpm dev`: the site compiled as it goes, and a worker that starts anew when its sources change.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import { ROOT } from './environment.ts';
import { runSite } from './site.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 200;

await command((leaving) =>
  runSite({ web: 'hot', worker: true, alone: true }, leaving, (processes) => {
    const worker = processes.find(({ name }) => name === 'worker');
    let timer: NodeJS.Timeout | undefined;
    for (const folder of [
      'apps/worker/src',
      ...['ai', 'api', 'db', 'storage'].map((name) => `packages/${name}/src`),
    ]) {
      watch(join(ROOT, folder), { recursive: true, signal: leaving }, (_, file) => {
        if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return;
        clearTimeout(timer);
        timer = setTimeout(() => worker?.restart(), SETTLE_MS);
      });
    }
  }),
);
