import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { appRouter } from '@easel/api/server';
import { newId, users } from '@easel/db';
import { startRelay } from '../../tests/servers/relay.ts';
import { openGround } from '../ground.ts';

const WORKER = fileURLToPath(new URL('../../apps/worker/src/main.ts', import.meta.url));

/** A wallpaper of the older system. */
export const WALLPAPER = { model: 'dall-e-3', size: '1792x1024' };
/** The smallest picture an OpenAI-compatible service makes: a drain measures the queue, not sharp. */
export const SMALL = { model: 'dall-e-2', size: '256x256' };
export const RELAY_MS = 200;

/** A Postgres of the run's own, a relay that answers after 200 ms, and someone who asks. */
export async function openStage() {
  const relay = await startRelay({ delayMs: RELAY_MS });
  const ground = await openGround({
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_API_BASE_URL: relay.baseUrl,
    OPENAI_IMAGE_MODELS: `${WALLPAPER.model},${SMALL.model}`,
    GENERATIONS_PER_DAY: '1000000',
    GENERATIONS_IN_FLIGHT: '100',
    // Few enough that two workers wait for the relay and not for a processor.
    GENERATION_CONCURRENCY: '2',
  });
  const { env, config, studio } = ground;

  /** A caller for a new person: nobody has more than a hundred pictures in the making. */
  async function person() {
    const id = newId();
    await studio.db.insert(users).values({ id, name: 'Bench' });
    const viewer = { id, role: 'user' } as const;
    return appRouter.createCaller({ studio, viewer, requestId: 'bench' });
  }

  return {
    config,
    studio,
    relay,
    person,
    /** Until the larger files of the pictures so far are made: the older flow makes none. */
    async derived() {
      const open = () =>
        studio.sql`select from pgboss.job where name = 'derive' and state < 'completed' limit 1`;
      while ((await open()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    startWorker: (): ChildProcess => spawn(process.execPath, [WORKER], { env, stdio: 'inherit' }),
    async close() {
      await relay.stop();
      await ground.close();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function stopWorker(worker: ChildProcess): Promise<void> {
  worker.kill('SIGTERM');
  if (worker.exitCode === null) await once(worker, 'exit');
}
