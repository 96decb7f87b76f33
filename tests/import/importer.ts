/** An import as a process that a test can kill: `node importer.ts OPTIONS-AS-JSON`. */
import { importTutorial } from '@easel/api/import';
import { parseConfig } from '@easel/api/server';

console.log('begun');
await importTutorial(
  parseConfig(process.env),
  JSON.parse(process.argv[2] ?? ''),
  new AbortController().signal,
);
process.exit();
