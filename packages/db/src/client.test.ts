import { expect, test } from 'vitest';
import { openDb } from './client.ts';
import { createTestDatabase } from './testing.ts';

test('a query that was cut off leaves nothing to the next one on its connection', async () => {
  const database = await createTestDatabase();
  const { sql, close } = openDb(database.url, { max: 1 });
  try {
    const [{ pid } = { pid: 0 }] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const cut = sql`select pg_sleep(20)`.catch((error: unknown) => error);
    const underWay = () =>
      database.sql`select from pg_stat_activity where pid = ${pid} and wait_event = 'PgSleep'`;
    await expect.poll(underWay).toHaveLength(1);
    await database.sql`select pg_terminate_backend(${pid})`;
    expect(await cut).toBeInstanceOf(Error);
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  } finally {
    await close();
    await database.drop();
  }
});
