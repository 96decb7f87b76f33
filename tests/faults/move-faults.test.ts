import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepStorage } from '@easel/api/housekeeping';
import { migrateQueue } from '@easel/api/migrate';
import { openStudio, parseConfig } from '@easel/api/server';
import { runWorker } from '@easel/api/worker';
import { counters, derivatives, garbage, newId, users, wallpapers } from '@easel/db';
import { createTestDatabase } from '@easel/db/testing';
import { type Key, objectKey, openStore, setupBucket, withVisibility } from '@easel/storage';
import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { startS3 } from '../servers/s3.ts';

const POINTS = ['after the first copy', 'before the first delete', 'after the first delete'];
const WEBP = { contentType: 'image/webp' };

async function filesStore(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-moves-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { DATA_DIR: folder };
}

async function bucketStore(): Promise<Record<string, string>> {
  const { endpoint, region, accessKeyId, secretAccessKey } = await startS3();
  return {
    ...(await filesStore()),
    S3_BUCKET: `easel-${newId()}`,
    S3_REGION: region,
    S3_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

async function openBench(storage: Record<string, string>) {
  const database = await createTestDatabase({
    name: 'queue',
    prepare: (url) => migrateQueue(url, 300_000),
  });
  onTestFinished(async () => {
    await database.close();
    await database.drop();
  });
  const env = {
    ...process.env,
    ...storage,
    DATABASE_URL: database.url,
    AUTH_SECRET: 'only-for-this-test-run',
    LOG_LEVEL: 'silent',
  };
  const config = parseConfig(env);
  if (config.storage.kind === 's3')
    await setupBucket(config.storage, { siteOrigin: config.origin });
  const studio = openStudio(config);
  onTestFinished(() => studio.close());
  const person = newId();
  await studio.db.insert(users).values({ id: person, name: 'Ada' });
  // The numbers that the pictures below would have been counted in.
  await studio.db.insert(counters).values(['all', person].map((scope) => ({ scope, value: 10 })));
  return { env, config, studio, person };
}

type Bench = Awaited<ReturnType<typeof openBench>>;

/** A wallpaper with an original and two shown files. */
async function addWallpaper(
  { studio, person }: Bench,
  visibility: 'public' | 'private',
): Promise<string> {
  const id = newId();
  const bytes = (n: number) => new TextEncoder().encode(`${id} ${n}`);
  const key = (n: number, where: 'public' | 'private') => objectKey(where, id, bytes(n), 'webp');
  await studio.db.insert(wallpapers).values({
    id,
    creatorId: person,
    prompt: 'a secret',
    model: 'painter',
    params: { size: '960x600' },
    width: 960,
    height: 600,
    visibility,
    originalKey: key(0, 'private'),
    originalBytes: 1,
    originalType: 'image/webp',
    thumbhash: '',
    color: '#000000',
    palette: [],
    score: 0,
  });
  await studio.store.put(key(0, 'private'), bytes(0), WEBP);
  for (const [n, width] of [
    [1, 480],
    [2, 960],
  ] as const) {
    await studio.store.put(key(n, visibility), bytes(n), WEBP);
    const file = { format: 'webp', width, height: 300, key: key(n, visibility), bytes: 1 } as const;
    await studio.db.insert(derivatives).values({ wallpaperId: id, ...file });
  }
  return id;
}

/** Lets a process die at that point of the move. */
async function moveAndDie({ env, person }: Bench, point: string, id: string, to: string) {
  const script = join(import.meta.dirname, 'faulty-move.ts');
  const child = spawn(process.execPath, [script, point, id, person, to], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
}

test.each([
  ['files', filesStore, 'public'],
  ['S3', bucketStore, 'private'],
] as const)(
  'kill -9 in the middle of a move leaves every picture where its row says and nowhere else, on %s',
  { timeout: 180_000 },
  async (_name, openStorage, to) => {
    const bench = await openBench(await openStorage());
    const { studio, config } = bench;
    const { db } = studio;
    // The bucket's own count, whatever a test has wrapped.
    const store = openStore(config.storage);
    const from = to === 'public' ? 'private' : 'public';
    const moves = await Promise.all(
      POINTS.map(async (point) => ({ point, id: await addWallpaper(bench, from) })),
    );
    await Promise.all(moves.map(({ point, id }) => moveAndDie(bench, point, id, to)));

    // A worker sweeps at its start and every half minute; what might be at work still has ten.
    await db.update(garbage).set({ dueAt: sql`now()` });
    const worker = await runWorker(config, {});
    await expect.poll(() => db.$count(garbage), { timeout: 40_000 }).toBe(0);
    await worker.stop(5000);
    for (const { point, id } of moves) {
      const [row] = await db.select().from(wallpapers).where(eq(wallpapers.id, id));
      const files = await db.select().from(derivatives).where(eq(derivatives.wallpaperId, id));
      const place = row?.visibility ?? 'private';
      for (const { key } of files) {
        expect(key.startsWith(place), point).toBe(true);
        expect((await store.head(key)).key).toBe(key);
        const other: Key = withVisibility(key, place === 'public' ? 'private' : 'public');
        await expect(store.head(other), point).rejects.toMatchObject({ reason: 'NotFound' });
      }
    }
    const options = { remove: false, signal: AbortSignal.timeout(30_000), found: () => {} };
    expect(await sweepStorage(config, options)).toMatchObject({
      objects: 3 * moves.length,
      orphans: 0,
      young: 0,
    });
  },
);

test('a picture that was hidden by a process that then died is soon gone from its public address', {
  timeout: 60_000,
}, async () => {
  const bench = await openBench(await filesStore());
  const worker = await runWorker(bench.config, {});
  try {
    const id = await addWallpaper(bench, 'public');
    await moveAndDie(bench, 'before the first delete', id, 'private');
    // Before the worker's next sweep, which is half a minute behind its start.
    const left = () => Array.fromAsync(bench.studio.store.list(`public/${id}`));
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  } finally {
    await worker.stop(5000);
  }
});
