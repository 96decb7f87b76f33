import { setTimeout as pause } from 'node:timers/promises';
import { garbage, users } from '@easel/db';
import { expect, test } from 'vitest';
import { openFaultBench, untilExit } from './bench-of-faults.ts';

test('kill -9 of the worker while it removes an account leaves neither a row nor a byte', {
  timeout: 60_000,
}, async () => {
  await using bench = await openFaultBench();
  const { studio, caller } = bench;
  const objects = async () => {
    const keys: string[] = [];
    for (const place of ['public/', 'private/'])
      for await (const { key } of studio.store.list(place)) keys.push(key);
    return keys;
  };
  for (const prompt of ['one', 'two']) await bench.ask(prompt);
  const painter = bench.startWorker();
  await bench.untilAllEnded(30_000);
  painter.kill('SIGKILL');
  await untilExit(painter);
  expect((await objects()).length).toBeGreaterThanOrEqual(4);

  await caller.user.delete();
  expect(await caller.wallpaper.count()).toEqual({ count: 0 });
  for (const point of ['before the bytes go', 'after the bytes went']) {
    const worker = bench.startFaultyWorker(point);
    expect(await untilExit(worker), point).toMatchObject({ signal: 'SIGKILL' });
    // What the queue does by itself some seconds after a heartbeat stays away.
    await studio.sql`update pgboss.job set state = 'retry', start_after = now() where name = 'removal' and state = 'active'`;
  }
  bench.startWorker();
  const left = async () => [
    await studio.db.$count(users),
    await studio.db.$count(garbage),
    (await objects()).length,
  ];
  for (let tries = 0; tries < 150 && (await left()).some((count) => count > 0); tries += 1)
    await pause(200);
  expect(await left()).toEqual([0, 0, 0]);
});
