import { PaintError } from '@easel/ai';
import { generations, quotas } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import type { Studio } from '../compose.ts';
import { addUser, openTestStudio, paintSmall, workshopWith } from '../testing.ts';
import { runWorker } from '../worker.ts';
import { cancelGeneration } from './cancel.ts';
import { claimGeneration } from './claim.ts';
import { createGeneration } from './create.ts';
import { getGeneration } from './list.ts';
import { paintGeneration } from './paint.ts';
import { takeQuota, usedToday } from './quota.ts';
import { runGeneration } from './run.ts';

const NEVER = new AbortController().signal;
const input = { prompt: 'a quiet lake', visibility: 'public' } as const;

const rowOf = async (studio: Studio, id: string) => {
  const [row] = await studio.db.select().from(generations).where(eq(generations.id, id));
  return row;
};

const busyFor = (studio: Studio, retryAfterMs: number) =>
  workshopWith(studio, async () => {
    throw new PaintError('UPSTREAM_RATE_LIMITED', 'busy', { retryable: true, retryAfterMs });
  });

test.each([2 * 3600_000, 1e18])(
  'a service that wants to be left alone for %d ms is not waited for',
  async (retryAfterMs) => {
    await using opened = await openTestStudio();
    const { studio } = opened;
    const ada = await addUser(studio);
    const { id } = await createGeneration(studio, ada, input, 'test');
    await runGeneration(busyFor(studio, retryAfterMs), id, NEVER);
    expect(await getGeneration(studio, ada, id)).toMatchObject({
      status: 'failed',
      error: { reason: 'UPSTREAM_RATE_LIMITED', retryable: true },
    });
    expect(await usedToday(studio.db, ada.id)).toBe(0);
  },
);

test('a service that says "at once" is given a moment all the same', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await createGeneration(studio, ada, input, 'test');
  await runGeneration(busyFor(studio, 0), id, NEVER);
  expect(Number((await rowOf(studio, id))?.retryAt)).toBeGreaterThan(Date.now() + 500);
});

test('a generation that was put aside and then canceled does not say when it goes on', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await createGeneration(studio, ada, input, 'test');
  await runGeneration(busyFor(studio, 30_000), id, NEVER);
  expect(await getGeneration(studio, ada, id)).toHaveProperty('retryAt');
  const canceled = await cancelGeneration(studio, ada, id);
  expect(canceled.status).toBe('canceled');
  expect(canceled).not.toHaveProperty('retryAt');
});

test.each([-3600_000, 3600_000])(
  'a worker whose clock is %d ms off waits as long as it was told to',
  async (off) => {
    await using opened = await openTestStudio();
    const { studio } = opened;
    const ada = await addUser(studio);
    const { id } = await createGeneration(studio, ada, input, 'test');
    const realNow = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: realNow + off });
    try {
      await runGeneration(busyFor(studio, 30_000), id, NEVER);
    } finally {
      vi.useRealTimers();
    }
    const row = await rowOf(studio, id);
    expect(row?.status).toBe('retrying');
    expect(Number(row?.retryAt) - realNow).toBeGreaterThan(29_000);
    expect(Number(row?.retryAt) - realNow).toBeLessThan(45_000);
    const jobs = await studio.db.execute<{ same: boolean }>(
      sql`select start_after = ${row?.retryAt?.toISOString()}::timestamptz as same from pgboss.job where name = 'generation' and start_after > now()`,
    );
    expect([...jobs]).toEqual([{ same: true }]);
  },
);

test.each([
  ['for good', new PaintError('UPSTREAM_AUTH', 'key')],
  ['by a refusal', new PaintError('PROMPT_REJECTED', 'no')],
  ['for now', new PaintError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })],
])(
  'a call that another worker has repeated meanwhile does not end the repeat when it fails %s',
  async (_, error) => {
    await using opened = await openTestStudio();
    const { studio } = opened;
    const ada = await addUser(studio);
    const { id } = await createGeneration(studio, ada, input, 'test');
    const good = workshopWith(studio, paintSmall);
    const bad = workshopWith(studio, async () => {
      throw error;
    });
    const first = await claimGeneration(bad, id);
    const second = await claimGeneration(good, id);
    if (first?.todo !== 'paint' || second?.todo !== 'paint') throw new Error('Nothing to paint.');
    await paintGeneration(bad, first.row, NEVER);
    expect(await rowOf(studio, id)).toMatchObject({ status: 'running', attempt: 2 });
    await paintGeneration(good, second.row, NEVER);
    await paintGeneration(bad, second.row, NEVER);
    expect(await rowOf(studio, id)).toMatchObject({ status: 'storing', reason: null });
    expect(await usedToday(studio.db, ada.id)).toBe(1);
  },
);

test('a request that began before midnight and waited past it does not bring yesterday back', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  await createGeneration(studio, ada, input, 'test');
  const [before] = await studio.db.select().from(quotas);
  await studio.db.transaction(async (tx) => {
    // The moment at which a transaction began is all that now() knows.
    await tx.execute(sql`create schema late`);
    await tx.execute(
      sql`create function late.now() returns timestamptz language sql as 'select pg_catalog.now() - interval ''1 day'''`,
    );
    await tx.execute(sql`set local search_path = late, public, pg_catalog`);
    await takeQuota(tx, ada.id, studio.config.limits);
  });
  const [after] = await studio.db.select().from(quotas);
  expect(after).toEqual({ ...before, used: 2, inFlight: 2 });
});

test('a job that was taken for dead while the database was away does not cut the paid call', async () => {
  await using opened = await openTestStudio({ GENERATION_CONCURRENCY: '2' });
  const { studio, config } = opened;
  const ada = await addUser(studio);
  let calls = 0;
  let cut = false;
  const answer = Promise.withResolvers<void>();
  const { service } = workshopWith(studio, async (request) => {
    calls += 1;
    request.signal.addEventListener('abort', () => {
      cut = true;
      answer.resolve();
    });
    await answer.promise;
    request.signal.throwIfAborted();
    return paintSmall(request);
  });
  const worker = await runWorker(config, { service });
  try {
    const { id } = await createGeneration(studio, ada, input, 'test');
    await expect.poll(() => calls).toBe(1);
    // What a supervisor finds after an outage that lasted longer than a heartbeat.
    await studio.db.execute(
      sql`update pgboss.job set state = 'retry', retry_count = 1, start_after = now() where name = 'generation' and state = 'active'`,
    );
    setTimeout(answer.resolve, 6000);
    await answer.promise;
    expect(cut).toBe(false);
    await expect
      .poll(async () => (await rowOf(studio, id))?.status, { timeout: 5000 })
      .toBe('succeeded');
    expect(calls).toBe(1);
  } finally {
    await worker.stop(1000);
  }
}, 30_000);
