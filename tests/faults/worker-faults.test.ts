import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateAll } from '@easel/api/migrate';
import { parseConfig } from '@easel/api/server';
import { startEmbedded } from '@easel/db/embedded';
import { expect, test } from 'vitest';
import { createQueueDatabase, openFaultBench, untilExit } from './bench-of-faults.ts';
import { openGate } from './gate.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts who connects to it, in whatever protocol, and hangs up. */
async function openTrap() {
  let hits = 0;
  const server = createServer((socket) => {
    hits += 1;
    socket.destroy();
  });
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return {
    port: address.port,
    hits: () => hits,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

const POINTS = [
  'after the claim',
  'during the call',
  'after the answer',
  'after it was written',
  'during storing',
  'after storing',
  'after the commit',
];
/** Here the call was paid for and its answer was not yet in the database. */
const CUT = ['during the call', 'after the answer'];

// These four mostly wait, so they do it at the same time.
test.concurrent('kill -9 of the worker at any point loses no picture, pays at most one call twice and keeps the books right', {
  timeout: 240_000,
}, async () => {
  await using bench = await openFaultBench();
  const { studio, relay } = bench;

  // Before the claim: the job is taken, and the row cannot be written while this holds it.
  const waiting = await bench.ask('before the claim');
  const early = bench.startWorker();
  await studio.sql.begin(async (sql) => {
    await sql`select from generations where id = ${waiting.id} for update`;
    for (let taken = 0; taken === 0; await pause(50))
      taken = (
        await studio.sql`select from pgboss.job where name = 'generation' and state = 'active'`
      ).length;
    early.kill('SIGKILL');
    await untilExit(early);
  });

  for (const point of POINTS) {
    const { id } = await bench.ask(point);
    const worker = bench.startFaultyWorker(point, id);
    expect(await untilExit(worker), point).toMatchObject({ signal: 'SIGKILL' });
  }
  bench.startWorker();
  const ended = await bench.untilAllEnded(120_000);
  for (const { prompt, status } of ended) expect([prompt, status]).toEqual([prompt, 'succeeded']);
  const { prompts } = await relay.report();
  for (const point of ['before the claim', ...POINTS])
    expect([point, prompts[point]]).toEqual([point, CUT.includes(point) ? 2 : 1]);
  expect(await bench.books()).toEqual({ wallpapers: 8, counted: 8, used: 8, inFlight: 0 });
});

test.concurrent('two workers share the queue, and when one is killed the other ends what it held', {
  timeout: 240_000,
}, async () => {
  await using bench = await openFaultBench();
  await bench.relay.control({ delayMs: 400 });
  for (let n = 0; n < 20; n += 1) await bench.ask(`picture ${n}`);
  const [first] = [bench.startWorker(), bench.startWorker()];
  while ((await bench.relay.report()).calls < 6) await pause(50);
  first?.kill('SIGKILL');
  const ended = await bench.untilAllEnded(120_000);
  expect(ended.map(({ status }) => status)).toEqual(Array(20).fill('succeeded'));
  const { prompts } = await bench.relay.report();
  const calls = Object.values(prompts);
  expect(Math.max(...calls)).toBeLessThanOrEqual(2);
  // Only what the dead one had in the making, four at a time, was asked for again.
  expect(calls.filter((count) => count === 2).length).toBeLessThanOrEqual(4);
  expect(await bench.books()).toEqual({ wallpapers: 20, counted: 20, used: 20, inFlight: 0 });
});

test.concurrent('a picture store that is away for 20 seconds delays the picture and costs nothing', {
  timeout: 240_000,
}, async () => {
  await using bench = await openFaultBench();
  const { id } = await bench.ask('patience');
  bench.startFaultyWorker('storage away', id, String(Date.now() + 20_000));
  await bench.untilAllEnded(90_000);
  expect(await bench.caller.generation.byId({ id })).toMatchObject({ status: 'succeeded' });
  expect((await bench.relay.report()).calls).toBe(1);
  expect(await bench.books()).toEqual({ wallpapers: 1, counted: 1, used: 1, inFlight: 0 });
});

test.concurrent('a database that is away in the middle of a call, for longer than a worker may be silent, has nobody else ask again', {
  timeout: 240_000,
}, async () => {
  const database = await createQueueDatabase();
  try {
    await using gate = await openGate(database.url);
    await using bench = await openFaultBench({ GENERATION_CONCURRENCY: '1' }, gate.url);
    await bench.relay.control({ delayMs: 26_000 });
    await bench.ask('patience');
    bench.startWorker();
    while ((await bench.relay.report()).calls === 0) await pause(50);
    // Has nothing to do but to take what the first would lose.
    bench.startWorker();
    await pause(3000);
    gate.shut();
    await pause(14_000);
    gate.open();
    const ended = await bench.untilAllEnded(120_000);
    expect(ended.map(({ status }) => status)).toEqual(['succeeded']);
    expect((await bench.relay.report()).calls).toBe(1);
    expect(await bench.books()).toEqual({ wallpapers: 1, counted: 1, used: 1, inFlight: 0 });
  } finally {
    await database.close();
    await database.drop();
  }
});

test('a worker that is told to stop ends what it has begun, leaves the rest in the queue and goes', {
  timeout: 60_000,
}, async () => {
  await using bench = await openFaultBench({ GENERATION_CONCURRENCY: '2' });
  await bench.relay.control({ delayMs: 1500 });
  for (let n = 0; n < 4; n += 1) await bench.ask(`picture ${n}`);
  const worker = bench.startWorker();
  while ((await bench.relay.report()).calls < 2) await pause(50);
  worker.kill('SIGTERM');
  expect(await untilExit(worker)).toEqual({ code: 0, signal: null });
  const { items } = await bench.caller.generation.list({});
  expect(items.map(({ status }) => status).sort()).toEqual([
    'queued',
    'queued',
    'succeeded',
    'succeeded',
  ]);
  expect((await bench.relay.report()).calls).toBe(2);
});

test('kill -9 of Postgres with 20 generations in flight loses none and pays for none twice', {
  timeout: 240_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'easel-faults-postgres-'));
  // The embedded Postgres of root runs as another user, who has to pass.
  await chmod(dataDir, 0o711);
  const postgres = await startEmbedded({ dataDir });
  try {
    await migrateAll(
      parseConfig({ DATABASE_URL: postgres.url, AUTH_SECRET: 'only-for-this-test-run' }),
    );
    await using bench = await openFaultBench({ GENERATION_CONCURRENCY: '20' }, postgres.url);
    await bench.relay.control({ delayMs: 1500 });
    for (let n = 0; n < 20; n += 1) await bench.ask(`picture ${n}`);
    bench.startWorker();
    while ((await bench.relay.report()).calls < 20) await pause(50);
    const [pid] = (await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split(
      '\n',
    );
    process.kill(Number(pid), 'SIGKILL');
    await pause(3000);
    const ended = await bench.untilAllEnded(120_000);
    expect(ended.map(({ status }) => status)).toEqual(Array(20).fill('succeeded'));
    expect((await bench.relay.report()).calls).toBe(20);
    expect(await bench.books()).toEqual({ wallpapers: 20, counted: 20, used: 20, inFlight: 0 });
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('whatever a relay answers, every generation ends with an honest reason and the allowance is right', {
  timeout: 240_000,
}, async () => {
  await using bench = await openFaultBench({
    GENERATION_CONCURRENCY: '1',
    GENERATION_TIMEOUT_S: '4',
    LOG_LEVEL: 'warn',
  });
  const { relay } = bench;
  const worker = bench.startMisledWorker();
  const outcome = async (
    prompt: string,
    ...answers: Parameters<typeof relay.control>[0]['next'] & object
  ) => {
    await relay.control({ next: answers });
    await bench.ask(prompt);
    const [latest] = await bench.untilAllEnded(120_000);
    return {
      status: latest?.status,
      reason: latest?.error?.reason,
      calls: (await relay.report()).prompts[prompt],
    };
  };
  expect(await outcome('busy for a second', { fault: 'rateLimit', retryAfter: 1 })).toEqual({
    status: 'succeeded',
    calls: 2,
  });
  expect(await outcome('broken once', { status: 500, body: { error: 'oops' } })).toEqual({
    status: 'succeeded',
    calls: 2,
  });
  expect(await outcome('a page once', 'html502')).toEqual({ status: 'succeeded', calls: 2 });
  expect(await outcome('cut once', 'cutBody')).toEqual({ status: 'succeeded', calls: 2 });
  expect(await outcome('hangs once', 'hang')).toEqual({ status: 'succeeded', calls: 2 });
  expect(await outcome('half a picture', 'halfImage')).toEqual({
    status: 'failed',
    reason: 'UPSTREAM_BAD_IMAGE',
    calls: 1,
  });
  expect(await outcome('a drawing', 'svg')).toEqual({
    status: 'failed',
    reason: 'UPSTREAM_BAD_IMAGE',
    calls: 1,
  });
  expect(await outcome('an address that is gone', 'goneUrl')).toEqual({
    status: 'failed',
    reason: 'UPSTREAM_BAD_IMAGE',
    calls: 1,
  });
  expect(await outcome('refused', 'moderation_blocked')).toEqual({
    status: 'rejected',
    reason: 'PROMPT_REJECTED',
    calls: 1,
  });
  expect(await outcome('a bad key', 'echoKey401')).toEqual({
    status: 'failed',
    reason: 'UPSTREAM_AUTH',
    calls: 1,
  });
  expect(await outcome('no money', 'insufficient_quota')).toEqual({
    status: 'failed',
    reason: 'UPSTREAM_BILLING',
    calls: 1,
  });

  // Addresses of what only this machine may reach: nothing is asked there, and the log says why.
  await using trap = await openTrap();
  const inside = `https://a.inside.example:${trap.port}/secret.png`;
  const via = (to: string) => `${relay.url}/elsewhere?to=${encodeURIComponent(to)}`;
  const addresses: [string, string][] = [
    [`http://127.0.0.1:${trap.port}/secret.png`, 'only https is fetched'],
    [`https://127.0.0.1:${trap.port}/secret.png`, `127.0.0.1:${trap.port} is not a public`],
    ['https://169.254.169.254/latest/meta-data/', '169.254.169.254 is not a public'],
    [inside, 'a.inside.example resolves to 127.0.0.1'],
    [via(`http://127.0.0.1:${trap.port}/secret.png`), 'only https is fetched'],
    [via(`https://[::1]:${trap.port}/secret.png`), `[::1]:${trap.port} is not a public`],
    [via(inside), 'a.inside.example resolves to 127.0.0.1'],
  ];
  for (const [at, [url, cause]] of addresses.entries()) {
    const before = bench.written().length;
    const body = { created: 1, data: [{ url }] };
    expect(await outcome(`lured ${at}`, { status: 200, body }), url).toEqual({
      status: 'failed',
      reason: 'UPSTREAM_BAD_IMAGE',
      calls: 1,
    });
    await expect.poll(() => bench.written().slice(before)).toContain(cause);
  }
  const { items } = await bench.caller.generation.list({ limit: 60 });
  const lured = items.filter(({ prompt }) => prompt.startsWith('lured'));
  expect(lured).toHaveLength(addresses.length);
  expect(JSON.stringify(lured)).not.toMatch(/127\.0|169\.254|::1|inside|elsewhere|secret|https?:/);
  expect(trap.hits()).toBe(0);
  await expect(fetch(`http://127.0.0.1:${trap.port}/`)).rejects.toThrow();
  expect(trap.hits()).toBe(1);

  expect(await bench.books()).toEqual({ wallpapers: 5, counted: 5, used: 5, inFlight: 0 });
  worker.kill('SIGTERM');
  await once(worker, 'exit');
});
