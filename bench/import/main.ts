/** `pnpm bench import`: what an import costs beside the plainest copy that Postgres can make of the rows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../scripts/quick-drizzle.ts';
import { copyPlainly, fillOlder, forget } from './rows.ts';

// Loaded behind the line above, as the command does: drizzle takes much memory otherwise.
const { importTutorial } = await import('@easel/api/import');
const { migrateAll } = await import('@easel/api/migrate');
const { openStudio, parseConfig } = await import('@easel/api/server');
const { startEmbedded } = await import('@easel/db/embedded');

/** `BENCH_ROWS=1000000` is what the older system's largest users have. */
const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const PEOPLE = Math.ceil(ROWS / 20);
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);

const dataDir = await mkdtemp(join(tmpdir(), 'easel-bench-'));
const postgres = await startEmbedded({ dataDir });
try {
  const config = parseConfig({
    DATABASE_URL: postgres.url,
    AUTH_SECRET: 'only-for-this-bench',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  await migrateAll(config);
  const studio = openStudio(config);
  const { sql } = studio;
  await fillOlder(sql, ROWS, PEOPLE);
  console.log(`${ROWS} rows of ${PEOPLE} people`);

  const timed = async (work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    return (performance.now() - from) / 1000;
  };
  const plain = await timed(() => copyPlainly(sql));
  console.log(`INSERT … SELECT  ${plain.toFixed(1)} s, ${Math.round(ROWS / plain)} rows/s`);
  await forget(sql);

  const options = { from: postgres.url, schema: 'older', images: 'skip', dryRun: false } as const;
  const never = new AbortController().signal;
  const memory: number[] = [];
  const ours = await timed(() =>
    importTutorial(config, options, never, (done, all) => {
      if (done >= ((memory.length + 1) * all) / 10) memory.push(megabytes());
    }),
  );
  console.log(`import           ${ours.toFixed(1)} s, ${Math.round(ROWS / ours)} rows/s`);
  console.log(
    `speed            ${((plain / ours) * 100).toFixed(0)} % of INSERT … SELECT (25 asked)`,
  );
  console.log(`memory           ${memory.join(', ')} MB at each tenth (200 allowed)`);

  const [agreed] = await sql`select
    (select count(*) from wallpapers)::int as rows,
    (select value from counters where scope = 'all')::int as counted,
    (select sum(value) from counters where scope <> 'all')::int as by_creator`;
  console.log(`rows and counts  ${JSON.stringify(agreed)}`);
  const again = await timed(() => importTutorial(config, options, never));
  console.log(`a second run     ${again.toFixed(1)} s, nothing to do`);
  await studio.close();
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
