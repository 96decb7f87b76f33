// `pnpm storage:setup | storage:backfill | storage:sweep`: the picture store in an operator's hands.

import type { Config } from '@easel/api/config';
import { StorageError, setupBucket } from '@easel/storage';
import { command } from './command.ts';
import { bar, Refusal, say } from './progress.ts';
import { configure, migrateDatabase, openServices } from './services.ts';

const SIGNS = { done: '✓', already: '✓', unsupported: '–', failed: '✗' } as const;

await command(async (leaving) => {
  // pnpm hands its own separator on.
  const [task = '', ...options] = process.argv.slice(2).filter((word) => word !== '--');
  const odd = options.find((option) => task !== 'sweep' || option !== '--delete');
  if (odd) throw new Refusal(`storage:${task} knows no ${odd}.`);
  if (task === 'setup') return await setUp(configure().config);
  if (task === 'backfill') return await withData((config) => backfill(config, leaving));
  if (task === 'sweep')
    return await withData((config) => sweep(config, options.includes('--delete'), leaving));
  throw new Refusal('Give a task: setup, backfill or sweep.');
});

async function setUp({ storage, origin }: Config): Promise<void> {
  if (storage.kind === 'files') {
    say(`S3_BUCKET is not set: pictures are files in ${storage.root}, which needs no set-up.`);
    return;
  }
  try {
    const steps = await setupBucket(storage, { siteOrigin: origin });
    for (const { what, status, detail } of steps) {
      console.log(`${SIGNS[status]} ${what}: ${status}. ${detail}`);
    }
    if (steps.some(({ status }) => status === 'failed')) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new Refusal(`The bucket ${storage.bucket} cannot be set up: ${error.message}`);
  }
}

/** On the database that the site uses, while it runs or not. */
async function withData(work: (config: Config) => Promise<void>): Promise<void> {
  const services = await openServices(configure(), (error) => {
    throw error;
  });
  try {
    await migrateDatabase(services.config);
    await work(services.config);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new Refusal(`The picture store does not answer (${error.message}). Run this again.`);
  } finally {
    await services.close();
  }
}

async function backfill(config: Config, leaving: AbortSignal): Promise<void> {
  const housekeeping = await import('@easel/api/housekeeping');
  const show = bar('pictures');
  const { made, all, failed } = await housekeeping.backfill(config, leaving, ({ done, all }) =>
    show(done, all),
  );
  console.log(`✓ ${all} pictures looked at, ${made} files made`);
  if (failed.length === 0) return;
  say(`${failed.length} pictures have no original that can be read:`);
  for (const id of failed) say(id);
  process.exitCode = 1;
}

async function sweep(config: Config, remove: boolean, leaving: AbortSignal): Promise<void> {
  const housekeeping = await import('@easel/api/housekeeping');
  const found = (key: string, bytes: number) => say(`${key} (${bytes} bytes)`);
  const report = await housekeeping.sweepStorage(config, { remove, signal: leaving, found });
  const { objects, orphans, bytes, young, foreign } = report;
  console.log(
    `✓ ${objects} objects: ${orphans} belong to nothing (${bytes} bytes)${remove ? ', removed' : ''}`,
  );
  if (young > 0) say(`${young} more are not a day old, or are being worked on, and stay.`);
  if (foreign > 0) say(`${foreign} are not named like anything of Easel's and stay.`);
  if (orphans > 0 && !remove) say('Nothing was removed. `npm run storage:sweep -- --delete` does.');
}
