/** The import as the command runs it, in a process of its own: prints its memory at each tenth. */
import { setFlagsFromString } from 'node:v8';
import '../../scripts/quick-drizzle.ts';

setFlagsFromString('--optimize-for-size');

// Behind the line above: drizzle takes much memory otherwise.
const { importTutorial } = await import('@easel/api/import');
const { parseConfig } = await import('@easel/api/config');

const memory: number[] = [];
await importTutorial(
  parseConfig(process.env),
  { from: process.env.DATABASE_URL ?? '', schema: 'older', images: 'skip', dryRun: false },
  new AbortController().signal,
  (done, all) => {
    if (done >= (memory.length * all) / 10)
      memory.push(Math.round(process.memoryUsage().rss / 1e6));
  },
);
console.log(`memory           ${memory.join(', ')} MB at each tenth`);
process.exit();
