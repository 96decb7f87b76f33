import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateAll } from '@easel/api/migrate';
import { appRouter, openStudio, parseConfig, type User } from '@easel/api/server';
import { runWorker } from '@easel/api/worker';
import { newId, users } from '@easel/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPgbouncer, startPostgres15 } from '../servers/debian-postgres.ts';

let server: Awaited<ReturnType<typeof startPostgres15>>;
let pooler: Awaited<ReturnType<typeof startPgbouncer>>;
let folder: string;

beforeAll(async () => {
  server = await startPostgres15();
  pooler = await startPgbouncer(server.port);
  folder = await mkdtemp(join(tmpdir(), 'easel-databases-'));
});
afterAll(async () => {
  await pooler?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The product's main job, from the request to the gallery. */
async function mainJob(env: Record<string, string>) {
  const config = parseConfig({
    AUTH_SECRET: 'only-for-this-test-run',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ...env,
  });
  await migrateAll(config);
  const studio = openStudio(config);
  const worker = await runWorker(config);
  try {
    const viewer: User = { id: newId(), role: 'user' };
    await studio.db.insert(users).values({ id: viewer.id, name: 'Ada' });
    const caller = appRouter.createCaller({ studio, viewer, requestId: 'test' });
    const { id } = await caller.generation.create({ prompt: 'a lake 湖', size: '320x256' });
    await expect
      .poll(async () => (await caller.generation.byId({ id })).status, { timeout: 20_000 })
      .toBe('succeeded');
    await caller.wallpaper.like({ id });
    const { items } = await caller.wallpaper.list({ query: '湖', sort: 'popular' });
    // Many at once on several connections, when it is known whether statements can be kept.
    const lists = Array.from({ length: 40 }, () => caller.wallpaper.list({ query: '湖' }));
    for (const list of await Promise.all(lists)) expect(list.items).toHaveLength(items.length);
    const kept = studio.sql.options.prepare;
    return { items, kept, count: (await caller.wallpaper.count({})).count };
  } finally {
    await worker.stop(5000);
    await studio.close();
  }
}

test('the main job works on Postgres 15', async () => {
  const { items, kept, count } = await mainJob({ DATABASE_URL: server.url });
  expect(items).toMatchObject([{ prompt: 'a lake 湖', likeCount: 1 }]);
  expect(count).toBe(1);
  expect(kept).toBe(true);
});

test('and through pgbouncer in transaction mode, with a direct address for what needs a session', async () => {
  const { kept, count } = await mainJob({
    DATABASE_URL: pooler.url,
    DATABASE_DIRECT_URL: server.url,
  });
  expect(count).toBe(2);
  expect(kept).toBe(false);
});

test('and at an address as services hand it out, whose certificate nobody knows', async () => {
  const { count } = await mainJob({
    DATABASE_URL: `${server.url}?sslmode=require&channel_binding=prefer&supa=base-pooler.x`,
  });
  expect(count).toBe(3);
});
