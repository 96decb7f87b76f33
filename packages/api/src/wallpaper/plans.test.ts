import type { Db } from '@easel/db';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { copySampleGallery, imaginaryPictures } from '../sample-gallery.ts';
import { openTestStudio } from '../testing.ts';
import { type ListWallpapers, listWallpapers } from './list.ts';
import { relatedWallpapers } from './related.ts';

const ROWS = 100_000;
let opened: Awaited<ReturnType<typeof openTestStudio>>;
let explained: Awaited<ReturnType<typeof openExplained>>;

/** What Postgres says of how it answered, statements inside functions included. */
let plans: string[] = [];

beforeAll(async () => {
  opened = await openTestStudio();
  const { sql } = opened.studio;
  // Cutting words is what takes longest, and these need not be kept up.
  await sql`alter table wallpapers alter column tokens drop expression`;
  await sql`create function cut() returns trigger language plpgsql as $$
    begin new.tokens := string_to_array(lower(new.prompt), ' '); return new; end $$`;
  await sql`create trigger cut before insert on wallpapers for each row execute function cut()`;
  const [{ indexdef = '' } = {}] =
    await sql`select indexdef from pg_indexes where indexname = 'wallpapers_terms'`;
  await sql`drop index wallpapers_terms`;
  const one = await sql.reserve();
  await copySampleGallery(one, { from: 0, to: ROWS, users: 500 }, imaginaryPictures());
  one.release();
  await sql.unsafe(indexdef);
  await sql`vacuum analyze wallpapers`;
  explained = await openExplained();
}, 120_000);

afterAll(async () => {
  await explained.close();
  await opened[Symbol.asyncDispose]();
});

/** The studio on a connection that tells every plan as a notice. */
async function openExplained() {
  const { url } = opened.config.database;
  const sql = postgres(url, {
    max: 1,
    prepare: false,
    onnotice: ({ message = '' }) => plans.push(message),
  });
  await sql`load 'auto_explain'`;
  for (const [name, value] of [
    ['log_min_duration', '0'],
    ['log_nested_statements', 'on'],
    ['log_analyze', 'on'],
    ['log_timing', 'off'],
    ['log_level', 'notice'],
  ] as const)
    await sql`select set_config(${`auto_explain.${name}`}, ${value}, false)`;
  // Without a schema, which only relational queries read, and nothing here uses those.
  const db = drizzle(sql) as unknown as Db;
  const studio: Studio = { ...opened.studio, db };
  const planned = (mode: string) => sql`select set_config('plan_cache_mode', ${mode}, false)`;
  return { studio, planned, close: () => sql.end() };
}

const ALONE: Partial<ListWallpapers>[] = [
  {},
  { query: 'misty' },
  { query: 'zeppelin' },
  { query: 'nowhere' },
  { query: 'bygone' },
  { query: '"golden river"' },
  { orientation: 'portrait' },
  { color: 'teal' },
  { model: 'painter' },
  { creatorId: '00000000-0000-7000-8000-000000000005' },
  { fits: '1170x2532' },
  { fits: '1170x2532,2880x1800,3440x1440' },
];
const FILTERS = ALONE.slice(6);

const cases = [
  ...ALONE,
  ...FILTERS.map((filter) => ({ ...filter, query: 'misty' })),
  { ...Object.assign({}, ...FILTERS), query: 'misty mountain' },
];

test.each(cases.flatMap((by) => (['newest', 'popular'] as const).map((sort) => ({ ...by, sort }))))(
  '%j reads no table from end to end, and sorts no more than a few hundred rows',
  async (by) => {
    // As it is planned at first, and as the server may keep it for any values.
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await explained.planned(mode);
      plans = [];
      const first = await listWallpapers(explained.studio, { limit: 24, ...by });
      if (first.nextCursor)
        await listWallpapers(explained.studio, { limit: 24, ...by, cursor: first.nextCursor });
      expectShort();
    }
  },
);

test('related pictures are found the same way', async () => {
  const { items } = await listWallpapers(opened.studio, { limit: 1, sort: 'newest' });
  const viewer = { id: '00000000-0000-7000-8000-000000000005', role: 'user' } as const;
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await explained.planned(mode);
    plans = [];
    const input = { id: items[0]?.id ?? '', limit: 12 };
    expect(await relatedWallpapers(explained.studio, viewer, input)).toHaveLength(12);
    expectShort();
  }
});

function expectShort(): void {
  const plan = plans.join('\n');
  expect(plan).toContain('wallpapers');
  expect(plan).not.toMatch(/Seq Scan on (wallpapers|users|derivatives)/);
  for (const [, node = '', rows = ''] of plan.matchAll(
    /(Sort|Incremental Sort) {2}.*actual rows=(\d+)/g,
  ))
    expect(Number(rows), node).toBeLessThanOrEqual(1000);
}
