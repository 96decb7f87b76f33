// `pnpm db:generate | db:migrate | db:seed | db:check | db:studio | db:import-tutorial`, on DATABASE_URL or the embedded Postgres.
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { command } from './command.ts';
import { ROOT } from './environment.ts';
import { importOlder, importOptions } from './import-tutorial.ts';
import { runProgram } from './program.ts';
import { Refusal, say, step } from './progress.ts';
import { configure, migrateDatabase, openServices } from './services.ts';
import { wordsOf } from './words.ts';

const [task = '', ...args] = process.argv.slice(2);

await command(async (leaving) => {
  if (task === 'generate') return await drizzleKit(['generate', ...args], {}, leaving);
  if (!['migrate', 'seed', 'check', 'studio', 'import-tutorial'].includes(task)) {
    throw new Refusal('Give a task: generate, migrate, seed, check, studio or import-tutorial.');
  }
  const wanted = task === 'import-tutorial' ? importOptions(args) : null;
  const gallery = task === 'seed' ? sampleSize(args) : null;
  // Two fifths less memory for a little time: an import says how much it takes at most.
  if (wanted) setFlagsFromString('--optimize-for-size');
  const services = await openServices(configure(), (error) => {
    throw error;
  });
  try {
    const { directUrl } = services.config.database;
    // A dry run changes nothing, and must not need to.
    if (!wanted?.dryRun) await migrateDatabase(services.config);
    if (task === 'seed') {
      const { seed } = await import('@easel/api/seed');
      await step('sample data', () =>
        seed(services.config, (done, all) => say(`${done} of ${all} pictures`)),
      );
      if (gallery) {
        const { seedGallery } = await import('@easel/api/seed-gallery');
        const added = await step('sample gallery', () => seedGallery(services.config, gallery));
        say(`${added} wallpapers added.`);
      }
    }
    if (wanted) await importOlder(services.config, wanted, leaving);
    if (task === 'check') {
      const { checkCounts } = await import('@easel/api/check');
      const repairs = await step('counts', () => checkCounts(services.config));
      for (const { of, id, from, to } of repairs) say(`${of} of ${id}: ${from}, now ${to}`);
      say(repairs.length === 0 ? 'Every count is right.' : `${repairs.length} set right.`);
    }
    if (task === 'studio')
      await drizzleKit(['studio', ...args], { DATABASE_URL: directUrl }, leaving);
  } finally {
    await services.close();
  }
});

/** `--wallpapers N --users M`: how large a gallery of sample rows to make, if any. */
function sampleSize(words: string[]): { wallpapers: number; users: number } | null {
  const text = { type: 'string' } as const;
  const usage = 'db:seed [--wallpapers N] [--users M]';
  const values = wordsOf(words, { wallpapers: text, users: text }, usage);
  if (values.wallpapers === undefined && values.users === undefined) return null;
  const [wallpapers, users] = [Number(values.wallpapers ?? 1000), Number(values.users ?? 100)];
  for (const size of [wallpapers, users])
    if (!Number.isInteger(size) || size < 1 || size > 1e7)
      throw new Refusal('Give --wallpapers and --users as whole numbers from 1 to ten million.');
  return { wallpapers, users };
}

async function drizzleKit(
  words: string[],
  env: NodeJS.ProcessEnv,
  leaving: AbortSignal,
): Promise<void> {
  const cwd = join(ROOT, 'packages/db');
  const { succeeded } = await runProgram(join(cwd, 'node_modules/.bin/drizzle-kit'), words, {
    leaving,
    cwd,
    env: { ...process.env, ...env },
    output: 'terminal',
  });
  if (!succeeded) throw new Refusal(`drizzle-kit ${words[0]} failed; what it said stands above.`);
}
