import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasEnded } from '@easel/api/contract';
import { migrateQueue } from '@easel/api/migrate';
import { appRouter, openStudio, parseConfig, type User } from '@easel/api/server';
import { newId, quotas, users, wallpapers } from '@easel/db';
import { createTestDatabase } from '@easel/db/testing';
import { startRelay } from '../servers/relay.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const WORKER = file('../../apps/worker/src/main.ts');
const NAMES = file('./faulty-names.ts');
const FAULTY_WORKER = file('./faulty-worker.ts');

/** A database with the queue's tables. */
export function createQueueDatabase() {
  return createTestDatabase({ name: 'queue', prepare: (url) => migrateQueue(url, 300_000) });
}

/**
 * A database, a picture folder and a fake relay of the test's own, and a person who asks for
 * pictures. Workers are started as processes. `await using` ends and removes everything.
 */
export async function openFaultBench(env: Record<string, string> = {}, databaseUrl?: string) {
  const database = databaseUrl
    ? { url: databaseUrl, close: async () => {}, drop: async () => {} }
    : await createQueueDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'easel-faults-'));
  const relay = await startRelay();
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    AUTH_SECRET: 'only-for-this-test-run',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    OPENAI_API_KEY: 'sk-test',
    OPENAI_API_BASE_URL: relay.baseUrl,
    OPENAI_IMAGE_MODELS: 'gpt-image-2',
    GENERATIONS_PER_DAY: '1000',
    GENERATIONS_IN_FLIGHT: '100',
    ...env,
  };
  const studio = openStudio(parseConfig(environment));
  const viewer: User = { id: newId(), role: 'user' };
  await studio.db.insert(users).values({ id: viewer.id, name: 'Ada' });
  const caller = appRouter.createCaller({ studio, viewer, requestId: 'test' });
  const workers: ChildProcess[] = [];
  let written = '';

  function start(...words: string[]): ChildProcess {
    const child = spawn(process.execPath, words, {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
    workers.push(child);
    return child;
  }

  return {
    relay,
    studio,
    caller,
    startWorker: () => start(WORKER),
    /** For it, every name below `inside.example` leads to this machine. */
    startMisledWorker: () => start('--import', NAMES, WORKER),
    startFaultyWorker: (...args: string[]) => start(FAULTY_WORKER, ...args),
    /** What the workers have logged, with a `LOG_LEVEL` that says anything. */
    written: () => written,
    ask: (prompt: string) => caller.generation.create({ prompt, size: '1024x1024' }),
    /** All generations, once every one of them has ended; the database may be away meanwhile. */
    async untilAllEnded(timeoutMs: number) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const items = await caller.generation.list({ limit: 60 }).then(
          (page) => page.items,
          () => null,
        );
        if (items?.every(({ status }) => hasEnded(status))) return items;
        if (Date.now() > deadline)
          throw new Error(
            `Not ended: ${items?.map(({ prompt, status }) => `${prompt} (${status})`)}`,
          );
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async books() {
      const [quota] = await studio.db.select().from(quotas);
      const { count } = await caller.wallpaper.count({});
      return {
        wallpapers: await studio.db.$count(wallpapers),
        counted: count,
        used: quota?.used,
        inFlight: quota?.inFlight,
      };
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) worker.kill('SIGKILL');
      await Promise.all(
        workers.map((worker) => worker.exitCode ?? worker.signalCode ?? once(worker, 'exit')),
      );
      await studio.close();
      await relay.stop();
      await database.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function untilExit(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { code: child.exitCode, signal: child.signalCode };
}
