// `pnpm storage:setup`: creates and configures the bucket that S3_BUCKET names; safe to repeat.
import { StorageError, setupBucket } from '@easel/storage';
import { command } from './command.ts';
import { Refusal, say } from './progress.ts';
import { configure } from './services.ts';

const SIGNS = { done: '✓', already: '✓', unsupported: '–', failed: '✗' } as const;

await command(async () => {
  if (process.argv[2] !== 'setup') throw new Refusal('Give a task: setup.');
  const { config } = configure();
  if (config.storage.kind === 'files') {
    say(
      `S3_BUCKET is not set: pictures are files in ${config.storage.root}, which needs no set-up.`,
    );
    return;
  }
  try {
    const steps = await setupBucket(config.storage, { siteOrigin: config.origin });
    for (const { what, status, detail } of steps) {
      console.log(`${SIGNS[status]} ${what}: ${status}. ${detail}`);
    }
    if (steps.some(({ status }) => status === 'failed')) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new Refusal(`The bucket ${config.storage.bucket} cannot be set up: ${error.message}`);
  }
});
