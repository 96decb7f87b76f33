import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkReady } from './ready.ts';
import { openTestStudio } from './testing.ts';

let opened: Awaited<ReturnType<typeof openTestStudio>>;
beforeAll(async () => {
  opened = await openTestStudio();
});
afterAll(() => opened[Symbol.asyncDispose]());

test('a database that an older version has left is not ready, one of a newer version is', async () => {
  const { studio } = opened;
  expect(await checkReady(studio)).toEqual({ ready: true, failing: [] });

  const later = { hash: 'of a version to come', created_at: Date.now() * 2 };
  await studio.sql`insert into drizzle.__drizzle_migrations ${studio.sql(later)}`;
  expect(await checkReady(studio)).toEqual({ ready: true, failing: [] });

  const known = studio.sql`select created_at from drizzle.__drizzle_migrations order by 1 desc limit 2`;
  await studio.sql`delete from drizzle.__drizzle_migrations where created_at in (${known})`;
  expect(await checkReady(studio)).toEqual({ ready: false, failing: ['migrations'] });

  await studio.sql`drop table drizzle.__drizzle_migrations`;
  expect(await checkReady(studio)).toEqual({ ready: false, failing: ['migrations'] });
});
