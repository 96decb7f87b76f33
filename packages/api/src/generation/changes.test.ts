import postgres from 'postgres';
import { expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { openTestStudio } from '../testing.ts';
import { CHANGES_CHANNEL, openChanges } from './changes.ts';

test('whoever waits is woken again after the database was away for a while', async () => {
  await using opened = await openTestStudio();
  const { studio, config } = opened;
  const { url } = config.database;
  const admin = postgres(new URL('/postgres', url).href, { max: 1 });
  const name = new URL(url).pathname.slice(1);
  const log = openLog(config, 'test');
  const changes = openChanges(config.database.directUrl, studio.sql, log);
  let woken = 0;
  changes.on('somebody', () => {
    woken += 1;
  });
  const announce = () => studio.sql`select pg_notify(${CHANGES_CHANNEL}, 'somebody')`;
  await expect
    .poll(async () => {
      await announce();
      return woken;
    })
    .toBeGreaterThan(0);

  await admin.unsafe(`alter database ${name} allow_connections false`);
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await admin.unsafe(`alter database ${name} allow_connections true`);

  woken = 0;
  // Once because it listens again, once because it hears.
  await expect
    .poll(
      async () => {
        await announce();
        return woken;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(1);
  await changes.close();
  await admin.end();
});
