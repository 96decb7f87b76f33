import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDb } from './client.ts';
import { keptStatement } from './kept.ts';
import { users } from './schema/index.ts';
import { createTestDatabase } from './testing.ts';

const named = keptStatement((db, column: 'id' | 'name') =>
  db
    .select({ name: users.name })
    .from(users)
    .where(eq(users[column], sql.placeholder('value')))
    .prepare('named'),
);

test('a statement is built once a shape, and the server keeps it with its plan', async () => {
  const database = await createTestDatabase();
  const { db, sql: client, close } = openDb(database.url, { max: 1 });
  try {
    await db.insert(users).values([{ name: 'Ada' }, { name: 'Lin' }]);
    expect(named(db, 'name')).toBe(named(db, 'name'));
    expect(named(db, 'id')).not.toBe(named(db, 'name'));
    await expect.poll(() => client.options.prepare).toBe(true);
    for (const value of ['Ada', 'Lin', 'Ada'])
      expect(await named(db, 'name').execute({ value })).toEqual([{ name: value }]);
    const kept = await client`
      select generic_plans + custom_plans as times from pg_prepared_statements where statement like 'select "name" from%'`;
    expect(kept).toMatchObject([{ times: '3' }]);
    // As a migration does, beneath a site that runs.
    await client`alter table users alter column name type varchar(100)`;
    expect(await named(db, 'name').execute({ value: 'Lin' })).toEqual([{ name: 'Lin' }]);
  } finally {
    await close();
    await database.close();
    await database.drop();
  }
});
