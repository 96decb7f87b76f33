import { newId, users, wallpapers } from '@easel/db';
import { and, arrayContains, desc, eq, or, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { COLORS, ORIENTATIONS } from '../contract.ts';
import { openTestStudio } from '../testing.ts';
import { PUBLIC } from './access.ts';
import { type ListWallpapers, listWallpapers } from './list.ts';
import { scoreAtBirth } from './score.ts';

const WORDS = ['misty', 'lake', 'neon', 'city', 'of', 'a', 'Öl', '雪山', '湖', '雪'];
const SIZES = [
  [1792, 1024],
  [1024, 1792],
  [1024, 1024],
  [3440, 1440],
  [1080, 2400],
] as const;
const PEOPLE = Array.from({ length: 3 }, newId);

type Row = {
  words: string[];
  size: (typeof SIZES)[number];
  colors: string[];
  creator: number;
  hidden: boolean;
  /** Seconds before the newest; squared and scaled, so that stretches of every length are met. */
  age: number;
  liked: number;
};

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }),
    size: fc.constantFrom(...SIZES),
    colors: fc.uniqueArray(fc.constantFrom(...COLORS), { minLength: 1, maxLength: 3 }),
    creator: fc.nat(2),
    hidden: fc.boolean(),
    age: fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat(60_000_000)),
    liked: fc.nat(40),
  }),
  { minLength: 30, maxLength: 150 },
);

async function fill(studio: Studio, made: Row[]): Promise<void> {
  await studio.db.delete(wallpapers);
  await studio.db
    .insert(users)
    .values(PEOPLE.map((id) => ({ id, name: 'Ada' })))
    .onConflictDoNothing();
  if (made.length === 0) return;
  await studio.db.insert(wallpapers).values(
    made.map((row) => {
      const createdAt = new Date(Date.UTC(2026, 5, 1) - row.age * 1000);
      return {
        creatorId: PEOPLE[row.creator] ?? '',
        prompt: row.words.join(' '),
        model: 'painter',
        params: { size: '1x1' },
        width: row.size[0],
        height: row.size[1],
        visibility: row.hidden ? ('private' as const) : ('public' as const),
        originalKey: 'private/a/b.png' as const,
        originalBytes: 1,
        originalType: 'image/png',
        thumbhash: '',
        color: '#aabbcc',
        palette: row.colors,
        score: scoreAtBirth(createdAt) + Math.log2(1 + row.liked),
        createdAt,
      };
    }),
  );
}

/** The same question in the plainest SQL. */
async function slowly(studio: Studio, input: ListWallpapers): Promise<string[]> {
  const words = (input.query ?? '').split(' ').filter(Boolean);
  const fits = (input.fits ?? '').split(',').map((screen) => {
    const [w, h] = screen.split('x').map(Number);
    return w && h
      ? sql`5 * width::bigint * ${h} >= 4 * ${w} * height::bigint and 4 * width::bigint * ${h} <= 5 * ${w} * height::bigint`
      : undefined;
  });
  const order = input.sort === 'popular' ? wallpapers.score : wallpapers.createdAt;
  const found = await studio.db
    .select({ id: wallpapers.id })
    .from(wallpapers)
    .where(
      and(
        PUBLIC,
        ...words.map((word) => arrayContains(wallpapers.tokens, [word.toLowerCase()])),
        input.orientation && eq(wallpapers.orientation, input.orientation),
        input.color && arrayContains(wallpapers.palette, [input.color]),
        input.creatorId ? eq(wallpapers.creatorId, input.creatorId) : undefined,
        or(...fits),
      ),
    )
    .orderBy(desc(order), desc(wallpapers.id));
  return found.map(({ id }) => id);
}

const questions = fc.record(
  {
    query: fc.array(fc.constantFrom(...WORDS), { maxLength: 2 }).map((words) => words.join(' ')),
    orientation: fc.constantFrom(...ORIENTATIONS),
    color: fc.constantFrom(...COLORS.slice(0, 4)),
    creatorId: fc.constantFrom(...PEOPLE),
    fits: fc.constantFrom(
      '1920x1080',
      '1080x2400',
      '2560x1080',
      '1000x1000',
      '2000x1400',
      '1080x2400,1920x1080',
    ),
    sort: fc.constantFrom('newest' as const, 'popular' as const),
    limit: fc.integer({ min: 1, max: 60 }),
  },
  { requiredKeys: ['sort', 'limit'] },
);

test('any narrowing in either order is walked page by page to exactly what the plainest query finds', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.array(questions, { minLength: 8, maxLength: 8 }),
      async (made, asked) => {
        await fill(studio, made);
        for (const question of asked) {
          const walked: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await listWallpapers(studio, { ...question, cursor });
            walked.push(...page.items.map(({ id }) => id));
            cursor = page.nextCursor ?? undefined;
          } while (cursor);
          expect(walked).toEqual(await slowly(studio, question));
        }
      },
    ),
    { numRuns: 10 },
  );
});

test('a stretch that holds thousands is looked through in parts, and nothing of it is lost', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  // 2,000 pictures in half an hour two years ago, five hundred of them in one second, and none since but one.
  await fill(studio, [
    {
      words: ['new'],
      size: SIZES[0],
      colors: ['red'],
      creator: 0,
      hidden: false,
      age: 0,
      liked: 0,
    },
  ]);
  await studio.db.execute(sql`
    insert into wallpapers (id, creator_id, prompt, model, params, width, height, visibility, original_key,
      original_bytes, original_type, thumbhash, color, palette, score, created_at)
    select gen_random_uuid(), ${PEOPLE[0]}::uuid, 'old ' || n, 'painter', '{}', 16, 9, 'public', 'private/a/b.png',
      1, 'image/png', '', '#aabbcc', '{red}', n,
      timestamptz '2024-06-01' + case when n % 4 = 0 then 60 else n end * interval '1 second'
    from generate_series(1, 2000) as n`);
  // As autovacuum would within a minute.
  await studio.db.execute(sql`analyze wallpapers`);
  for (const sort of ['newest', 'popular'] as const) {
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listWallpapers(studio, { sort, cursor, limit: 60, query: 'old' });
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(walked).toEqual(await slowly(studio, { sort, limit: 60, query: 'old' }));
    expect(walked).toHaveLength(2000);
  }
});

test('pictures of 1970 are paged through, and a place far from any picture costs no walk to the next', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const row = {
    words: ['old'],
    size: SIZES[0],
    colors: ['red'],
    creator: 0,
    hidden: false,
    liked: 0,
  };
  const age = Date.UTC(2026, 5, 1) / 1000;
  // A date that the older system left empty is the first of all.
  await fill(studio, [
    ...Array.from({ length: 5 }, () => ({ ...row, age })),
    { ...row, age: age - 40_000 },
    { ...row, age: age - 100_000_000 },
    { ...row, age: 0 },
    { ...row, age: -7500 * 365 * 86_400 },
  ]);
  const far = {
    newest: ['time', '9999-12-31T23:59:59.999Z'],
    popular: ['score', '999999999'],
  };
  for (const sort of ['newest', 'popular'] as const) {
    for (const by of [{}, { query: 'old' }]) {
      const walked: string[] = [];
      const place = [...far[sort], 'ffffffff-ffff-ffff-ffff-ffffffffffff'].join('|');
      let cursor: string | undefined = Buffer.from(place).toString('base64url');
      do {
        const page = await listWallpapers(studio, { ...by, sort, cursor, limit: 1 });
        walked.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(walked).toEqual(await slowly(studio, { ...by, sort, limit: 1 }));
      expect(walked).toHaveLength(9);
    }
  }
  // A screen that no picture fits, as a number that no column holds.
  const { items } = await listWallpapers(studio, { sort: 'newest', limit: 1, fits: '99999x1' });
  expect(items).toEqual([]);
  const unreadable = Buffer.from(`time|+012026-01-01T00:00:00.000Z|${PEOPLE[0]}`).toString(
    'base64url',
  );
  await expect(
    listWallpapers(studio, { sort: 'newest', limit: 1, cursor: unreadable }),
  ).rejects.toThrow('INPUT_INVALID');
});

test('a quoted phrase is looked up by its neighbouring words, and a query without words finds nothing beside a filter', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const row = { size: SIZES[0], colors: ['red'], creator: 0, hidden: false, age: 1, liked: 0 };
  await fill(studio, [
    { ...row, words: ['a', 'misty', 'lake'] },
    { ...row, words: ['lake', 'misty'], age: 2 },
    { ...row, words: ['4k雪山湖', 'misty'], age: 3 },
  ]);
  const prompts = async (query: string) =>
    (
      await listWallpapers(studio, { sort: 'newest', limit: 5, query, orientation: 'landscape' })
    ).items.map(({ prompt }) => prompt);
  expect(await prompts('"misty lake"')).toEqual(['a misty lake']);
  expect(await prompts('"A MISTY" lake')).toEqual(['a misty lake']);
  expect(await prompts('"misty" "lake"')).toEqual(['a misty lake', 'lake misty']);
  expect(await prompts('“雪山湖” misty')).toEqual(['4k雪山湖 misty']);
  expect(await prompts('4k雪山 "misty"')).toEqual(['4k雪山湖 misty']);
  expect(await prompts('"雪山 misty"')).toEqual([]);
  for (const query of ['!', '""', '*', 'o:landscape', 't8:1', 'c:red'])
    expect(await prompts(query), query).toEqual([]);
});
