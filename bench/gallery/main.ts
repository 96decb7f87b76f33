/** `pnpm bench gallery`: every question to the gallery at 10,000 and a million rows, beside the older system's. */
import { copySampleGallery, imaginaryPictures } from '@easel/api/sample-gallery';
import { appRouter } from '@easel/api/server';
import type { Sql } from '@easel/db';
import { openGround } from '../ground.ts';
import { type Timing, timed } from './crowd.ts';
import { copyToOlder, olderQueries } from './older.ts';
import { processorTime } from './processor.ts';
import { measureServed } from './served.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const SMALL = Math.min(10_000, ROWS / 2);
const USERS = 2000;
const SAMPLES = 400;
/** The older queries take seconds. */
const OLDER_SAMPLES = 32;
const CREATOR = '00000000-0000-7000-8000-000000000005';

const ms = (value: number) => (value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);

type Caller = ReturnType<typeof appRouter.createCaller>;

/** The place of page 10,000 (or as deep as there is) as the list names it. */
async function deepCursor(sql: Sql): Promise<string> {
  const [row] = await sql<{ at: string; id: string }[]>`
    select to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, id from wallpapers
    order by created_at desc, id desc offset least(239999, (select count(*) / 2 from wallpapers)) limit 1`;
  return Buffer.from(`time|${row?.at}|${row?.id}`).toString('base64url');
}

function ourQuestions(caller: Caller, cursor: string, id: string) {
  const list = (input: Parameters<Caller['wallpaper']['list']>[0]) => () =>
    caller.wallpaper.list(input);
  const filters = {
    orientation: { orientation: 'portrait' },
    color: { color: 'teal' },
    model: { model: 'painter' },
    creator: { creatorId: CREATOR },
    fits: { fits: '1170x2532' },
  } as const;
  return {
    'first page': list({}),
    'first page, popular': list({ sort: 'popular' }),
    'page 10,000': list({ cursor }),
    count: () => caller.wallpaper.count(),
    'common word': list({ query: 'misty' }),
    'common word, popular': list({ query: 'misty', sort: 'popular' }),
    'rare word': list({ query: 'zeppelin' }),
    'absent word': list({ query: 'nowhere' }),
    'word in old rows only': list({ query: 'bygone' }),
    'two words': list({ query: 'misty harbor' }),
    phrase: list({ query: '"golden river"' }),
    'two-letter Chinese word': list({ query: '雪山' }),
    ...Object.fromEntries(
      Object.entries(filters).flatMap(([name, filter]) => [
        [name, list(filter)],
        [`${name}, popular`, list({ ...filter, sort: 'popular' })],
        [`${name}, with a word`, list({ ...filter, query: 'misty' })],
      ]),
    ),
    related: () => caller.wallpaper.related({ id, limit: 12 }),
  };
}

/** A question's times among sixteen and by itself, and the milliseconds of processor time that one took. */
type Ours = Timing & { alone: Timing; router: number; postgres: number };

async function measureOurs(caller: Caller, sql: Sql): Promise<Map<string, Ours>> {
  const { items } = await caller.wallpaper.list({});
  const questions = ourQuestions(caller, await deepCursor(sql), items[0]?.id ?? '');
  const found = new Map<string, Ours>();
  // Unmeasured: loading takes so long that all connections are new by now, and know no plan.
  await timed(() => caller.wallpaper.list({}), SAMPLES);
  for (const [name, ask] of Object.entries(questions)) {
    const before = await processorTime(sql);
    const timing = await timed(ask, SAMPLES);
    const after = await processorTime(sql);
    const each = (kind: keyof typeof before) => (after[kind] - before[kind]) / (1.1 * SAMPLES);
    const alone = await timed(ask, SAMPLES / 4, 1);
    found.set(name, { ...timing, alone, router: each('router'), postgres: each('postgres') });
  }
  return found;
}

async function measureOlder(sql: Sql): Promise<Map<string, Timing>> {
  const { page, count, word, size, model } = olderQueries(sql);
  const questions: Record<string, () => Promise<unknown>> = {
    'first page': () => page(0),
    'page 10,000': () => page(Math.min(239_976, ROWS / 2)),
    count,
    'common word': () => word('misty'),
    'rare word': () => word('zeppelin'),
    'absent word': () => word('nowhere'),
    'word in old rows only': () => word('bygone'),
    'two-letter Chinese word': () => word('雪山'),
    orientation: () => size('1024x1792'),
    model: () => model('painter'),
  };
  const found = new Map<string, Timing>();
  for (const [name, ask] of Object.entries(questions))
    found.set(name, await timed(async () => await ask(), OLDER_SAMPLES));
  return found;
}

const { env, studio, close } = await openGround();
try {
  const { sql } = studio;
  const viewer = { id: CREATOR, role: 'user' } as const;
  const caller = appRouter.createCaller({ studio, viewer, requestId: 'bench' });
  const fill = async (from: number, to: number) => {
    const connection = await sql.reserve();
    await copySampleGallery(connection, { from, to, users: USERS }, imaginaryPictures());
    connection.release();
  };
  await fill(0, SMALL);
  const small = await measureOurs(caller, sql);
  console.log(`${SMALL} rows measured`);
  // The index is made anew at the end: a row at a time takes several times as long.
  const [{ indexdef = '' } = {}] =
    await sql`select indexdef from pg_indexes where indexname = 'wallpapers_terms'`;
  await sql`drop index wallpapers_terms`;
  await fill(SMALL, ROWS);
  await sql.unsafe(`set maintenance_work_mem = '512MB'; ${indexdef}`);
  await sql`vacuum analyze wallpapers`;
  console.log(`${ROWS} rows loaded`);
  const large = await measureOurs(caller, sql);
  const served = await measureServed(env);
  await copyToOlder(sql);
  const older = await measureOlder(sql);

  console.log(
    '| question | p50 | p95 | p99 | p95 / at 10,000 rows | alone p50 | p95 | router | Postgres | older p50 | older / ours |',
  );
  console.log(`|${' --- |'.repeat(11)}`);
  for (const [name, now] of large) {
    const growth = now.p95 / (small.get(name)?.p95 ?? Number.NaN);
    const then = older.get(name);
    const ratio = then ? `${ms(then.p50)} | ${Math.round(then.p50 / now.p50)}` : ' | ';
    console.log(
      `| ${name} | ${ms(now.p50)} | ${ms(now.p95)} | ${ms(now.p99)} | ${growth.toFixed(1)} | ${ms(now.alone.p50)} | ${ms(now.alone.p95)} | ${ms(now.router)} | ${ms(now.postgres)} | ${ratio} |`,
    );
  }
  for (const [path, ours, baseline] of served)
    console.log(
      `${path}: ${Math.round(ours)} answers a second, ${Math.round((100 * ours) / baseline)} % of a bare server's ${Math.round(baseline)}`,
    );
} finally {
  await close();
}
