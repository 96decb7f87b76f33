import { type ImageModel, PaintError } from '@easel/ai';
import { answers, generations, quotas, wallpapers } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { hasEnded } from '../contract.ts';
import { openLog } from '../log.ts';
import {
  addUser,
  openTestStudio,
  paintSmall,
  smallPicture,
  workOff,
  workshopWith,
} from '../testing.ts';
import type { User } from '../viewer.ts';
import { publicCount } from '../wallpaper/counters.ts';
import { listWallpapers } from '../wallpaper/list.ts';
import { cancelGeneration } from './cancel.ts';
import { type CreateGeneration, createGeneration } from './create.ts';
import { getGeneration } from './list.ts';
import { getPreview } from './preview.ts';
import { retryGeneration } from './retry.ts';
import { runGeneration } from './run.ts';
import { sweep } from './sweep.ts';
import { watchGeneration } from './watch.ts';

const ask = (studio: Studio, viewer: User, input: Partial<CreateGeneration> = {}) =>
  createGeneration(
    studio,
    viewer,
    { prompt: 'a quiet lake', visibility: 'public', ...input },
    'test-request',
  );

const quotaOf = async (studio: Studio, viewer: User) => {
  const [row] = await studio.db.select().from(quotas).where(eq(quotas.userId, viewer.id));
  return { used: row?.used ?? 0, inFlight: row?.inFlight ?? 0 };
};

const run = (workshop: Parameters<typeof runGeneration>[0], id: string) =>
  runGeneration(workshop, id, new AbortController().signal);

test('a prompt becomes a wallpaper that everyone finds, counted once and charged once', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const asked = await ask(studio, ada, { size: '800x500' });
  expect(asked).toMatchObject({ status: 'queued', version: 1, size: '800x500', model: 'painter' });
  const workshop = workshopWith(studio, paintSmall);
  await run(workshop, asked.id);
  await run(workshop, asked.id);

  const ended = await getGeneration(studio, ada, asked.id);
  expect(ended).toMatchObject({ status: 'succeeded', wallpaperId: asked.id });
  const { items } = await listWallpapers(studio, { limit: 24, sort: 'newest' });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    prompt: 'a quiet lake',
    width: 640,
    height: 400,
    orientation: 'landscape',
  });
  expect(items[0]?.image.srcSet).toMatch(/^\/media\/public\/\S+\.webp 480w$/);
  expect(await publicCount(studio.db)).toBe(1);
  expect(await quotaOf(studio, ada)).toEqual({ used: 1, inFlight: 0 });
  expect(await studio.db.select().from(answers)).toEqual([]);
});

test('a hundred clicks at once spend a quota of five exactly five times', async () => {
  await using opened = await openTestStudio({
    GENERATIONS_PER_DAY: '5',
    GENERATIONS_IN_FLIGHT: '100',
  });
  const { studio } = opened;
  const ada = await addUser(studio);
  const clicks = await Promise.allSettled(Array.from({ length: 100 }, () => ask(studio, ada)));
  const refused = clicks.filter((click) => click.status === 'rejected');
  expect(refused).toHaveLength(95);
  for (const { reason } of refused) {
    expect(reason).toMatchObject({
      reason: 'QUOTA_EXCEEDED',
      facts: { resetsAt: expect.any(Date) },
    });
  }
  expect(await studio.db.$count(generations)).toBe(5);
  expect(await quotaOf(studio, ada)).toEqual({ used: 5, inFlight: 5 });
});

test('no more pictures are in the making at once than allowed, however many are asked for', async () => {
  await using opened = await openTestStudio({ GENERATIONS_IN_FLIGHT: '3' });
  const { studio } = opened;
  const ada = await addUser(studio);
  const clicks = await Promise.allSettled(Array.from({ length: 20 }, () => ask(studio, ada)));
  expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(3);
  await workOff(workshopWith(studio, paintSmall));
  await expect(ask(studio, ada)).resolves.toMatchObject({ status: 'queued' });
});

test('the same key from the same person gives the same generation, in parallel and after its end', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const asked = await Promise.all(
    Array.from({ length: 50 }, () => ask(studio, ada, { idempotencyKey: 'once' })),
  );
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  expect(await quotaOf(studio, ada)).toEqual({ used: 1, inFlight: 1 });
  await workOff(workshopWith(studio, paintSmall));
  expect(await ask(studio, ada, { idempotencyKey: 'once' })).toMatchObject({
    id: asked[0]?.id,
    status: 'succeeded',
  });
  // Whatever is offered by now.
  expect(await ask({ ...studio, models: [] }, ada, { idempotencyKey: 'once' })).toMatchObject({
    id: asked[0]?.id,
  });
  const other = await ask(studio, lin, { idempotencyKey: 'once' });
  expect(other.id).not.toBe(asked[0]?.id);
});

test('the tokens of a picture are kept, and the log says what it cost by the operator’s prices', async () => {
  const prices = JSON.stringify({ painter: { input: 5, output: 40 } });
  await using opened = await openTestStudio({ MODEL_PRICES: prices, LOG_LEVEL: 'info' });
  const { studio, config } = opened;
  const { id } = await ask(studio, await addUser(studio));
  const usage = { inputTokens: 1000, outputTokens: 2000 };
  const lines: string[] = [];
  const log = openLog(config, 'test', { write: (line) => lines.push(line) });
  const paint: ImageModel['paint'] = async (request) => ({ ...(await paintSmall(request)), usage });
  await run({ ...workshopWith(studio, paint), log }, id);
  const [row] = await studio.db.select().from(generations).where(eq(generations.id, id));
  expect(row?.usage).toEqual(usage);
  const painted = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'painted');
  expect(painted).toMatchObject({ generation: id, usage, cost: 0.085 });
});

test('a refused prompt ends as rejected and gives its picture back', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  await run(
    workshopWith(studio, async () => {
      throw new PaintError('PROMPT_REJECTED', 'blocked');
    }),
    id,
  );
  expect(await getGeneration(studio, ada, id)).toMatchObject({
    status: 'rejected',
    error: { reason: 'PROMPT_REJECTED', retryable: false },
  });
  expect(await quotaOf(studio, ada)).toEqual({ used: 0, inFlight: 0 });
});

test('a busy service is tried three times, at the time it asks for, and then the picture is given back', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  let calls = 0;
  const workshop = workshopWith(studio, async () => {
    calls += 1;
    throw new PaintError('UPSTREAM_RATE_LIMITED', 'busy', {
      retryable: true,
      retryAfterMs: 30_000,
    });
  });
  for (const expected of [1, 2, 3]) {
    await run(workshop, id);
    await run(workshop, id);
    expect(calls, 'not before its time').toBe(expected);
    const [row] = await studio.db.select().from(generations).where(eq(generations.id, id));
    if (expected === 3) break;
    expect(row?.status).toBe('retrying');
    expect(Number(row?.retryAt) - Date.now()).toBeGreaterThan(25_000);
    await studio.db.update(generations).set({ retryAt: sql`now()` });
  }
  expect(await getGeneration(studio, ada, id)).toMatchObject({
    status: 'failed',
    error: { reason: 'UPSTREAM_RATE_LIMITED', retryable: true },
  });
  expect(await quotaOf(studio, ada)).toEqual({ used: 0, inFlight: 0 });
  expect(await retryGeneration(studio, ada, id)).toMatchObject({ id, status: 'queued' });
  expect(await quotaOf(studio, ada)).toEqual({ used: 1, inFlight: 1 });
});

test('a call that a crash cut is repeated once and no more', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  let calls = 0;
  const cut = workshopWith(studio, async () => {
    calls += 1;
    throw new Error('the process dies here');
  });
  await expect(run(cut, id)).rejects.toThrow();
  await expect(run(cut, id)).rejects.toThrow();
  await run(cut, id);
  expect(calls).toBe(2);
  expect(await getGeneration(studio, ada, id)).toMatchObject({
    status: 'failed',
    error: { retryable: true },
  });
  expect(await quotaOf(studio, ada)).toEqual({ used: 0, inFlight: 0 });
});

test('an answer that has arrived is stored without another call, whatever happened since', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  let calls = 0;
  const paint: typeof paintSmall = async (request) => {
    calls += 1;
    return paintSmall(request);
  };
  const away = { ...workshopWith(studio, paint) };
  const failing = {
    ...away,
    store: { ...studio.store, put: () => Promise.reject(new Error('disk on fire')) },
  };
  await expect(run(failing, id)).rejects.toThrow('disk on fire');
  expect(await getGeneration(studio, ada, id)).toMatchObject({ status: 'storing' });
  await run(away, id);
  expect(calls).toBe(1);
  expect(await getGeneration(studio, ada, id)).toMatchObject({ status: 'succeeded' });
});

test('what is no picture fails with its reason and is asked for anew', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
  await run(
    workshopWith(studio, async () => ({ picture: { kind: 'bytes', bytes: svg } })),
    id,
  );
  expect(await getGeneration(studio, ada, id)).toMatchObject({
    status: 'failed',
    error: { reason: 'UPSTREAM_BAD_IMAGE', retryable: true },
  });
  await retryGeneration(studio, ada, id);
  await run(workshopWith(studio, paintSmall), id);
  expect(await getGeneration(studio, ada, id)).toMatchObject({ status: 'succeeded' });
  expect(await quotaOf(studio, ada)).toEqual({ used: 1, inFlight: 0 });
});

test('canceling gives the picture back while it waits, but not while it is painted, and aborts the call', async () => {
  // A model that costs; the painter's pictures come back at any time.
  await using opened = await openTestStudio({ OPENAI_API_KEY: 'sk-test' });
  const { studio } = opened;
  const ada = await addUser(studio);
  const waiting = await ask(studio, ada);
  expect(await cancelGeneration(studio, ada, waiting.id)).toMatchObject({ status: 'canceled' });
  expect(await quotaOf(studio, ada)).toEqual({ used: 0, inFlight: 0 });

  const running = await ask(studio, ada);
  const started = Promise.withResolvers<void>();
  const workshop = workshopWith(studio, async ({ signal }) => {
    started.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw new PaintError('CANCELED', 'aborted');
  });
  const work = run(workshop, running.id);
  await started.promise;
  await cancelGeneration(studio, ada, running.id);
  await work;
  expect(await getGeneration(studio, ada, running.id)).toMatchObject({ status: 'canceled' });
  expect(await quotaOf(studio, ada)).toEqual({ used: 1, inFlight: 0 });
  await cancelGeneration(studio, ada, running.id);
  expect(await quotaOf(studio, ada)).toEqual({ used: 1, inFlight: 0 });
});

test('canceling while it is stored keeps nothing', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  const workshop = workshopWith(studio, paintSmall);
  const put: Studio['store']['put'] = async (...args) => {
    await cancelGeneration(studio, ada, id);
    return studio.store.put(...args);
  };
  await run({ ...workshop, store: { ...studio.store, put } }, id);
  expect(await getGeneration(studio, ada, id)).toMatchObject({ status: 'canceled' });
  expect(await studio.db.$count(wallpapers)).toBe(0);
  expect(await publicCount(studio.db)).toBe(0);
});

test('nobody sees, cancels or retries what is not theirs', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const { id } = await ask(studio, ada);
  for (const attempt of [getGeneration, cancelGeneration, retryGeneration])
    await expect(attempt(studio, lin, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  const strange = watchGeneration(studio, lin, { id }, AbortSignal.timeout(5000));
  await expect(strange.next()).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  expect(hasEnded((await getGeneration(studio, ada, id)).status)).toBe(false);
});

test('two pictures of the same bytes are two wallpapers with files of their own', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const bytes = await smallPicture('same');
  for (let n = 0; n < 2; n += 1) {
    const { id } = await ask(studio, ada);
    await run(
      workshopWith(studio, async () => ({ picture: { kind: 'bytes', bytes } })),
      id,
    );
  }
  const { items } = await listWallpapers(studio, { limit: 24, sort: 'newest' });
  expect(new Set(items.map(({ image }) => image.src)).size).toBe(2);
});

test('the picture so far is its owner’s alone, small, re-encoded, and gone when it is done', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const { id } = await ask(studio, ada);
  const bytes = await smallPicture('unfinished');
  await run(
    workshopWith(studio, async (request) => {
      request.onPreview?.({ bytes, mediaType: 'image/png', progress: 0.4 });
      await expect
        .poll(async () => (await getGeneration(studio, ada, id)).progress)
        .toBeCloseTo(0.4);
      const { preview } = await getGeneration(studio, ada, id);
      expect(preview).toMatch(new RegExp(`^/api/generations/${id}/preview\\?v=\\d+$`));
      expect(Buffer.from(await getPreview(studio, ada, id)).toString('latin1', 8, 12)).toBe('WEBP');
      await expect(getPreview(studio, lin, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
      return paintSmall(request);
    }),
    id,
  );
  expect(await getGeneration(studio, ada, id)).not.toHaveProperty('preview');
  await sweep(studio);
  await expect(getPreview(studio, ada, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
});

test('the sweeper queues again what lost its job, and takes out jobs whose generation has ended', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const [lost, ended, waiting] = [
    await ask(studio, ada),
    await ask(studio, ada),
    await ask(studio, ada),
  ];
  const hourAgo = sql`now() - interval '1 hour'`;
  await studio.db.transaction((tx) => studio.queue.remove(tx, 'generation', lost.id));
  await studio.db
    .update(generations)
    .set({ updatedAt: hourAgo })
    .where(eq(generations.id, lost.id));
  await studio.db
    .update(generations)
    .set({ status: 'canceled' })
    .where(eq(generations.id, ended.id));
  await sweep(studio);
  const queued = [lost, ended, waiting].map(({ id }) => studio.queue.has('generation', id));
  expect(await Promise.all(queued)).toEqual([true, false, true]);
});

test('a source that is not there looks like one that is not theirs', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const remixOf = '0198c5b2-7d3a-7000-8000-00000000beef';
  await expect(ask(studio, ada, { remixOf })).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  expect(await quotaOf(studio, ada)).toEqual({ used: 0, inFlight: 0 });
});
