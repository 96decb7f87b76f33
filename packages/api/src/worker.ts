/** Door "./worker": a process that paints, stores and sweeps. */
import { openImageService } from '@easel/ai';
import { copyAvatar, forgetSource } from './account/copy-avatar.ts';
import { removeAccount } from './account/remove.ts';
import { type Overrides, openStudio, type Workshop } from './compose.ts';
import type { Config } from './config.ts';
import { failGeneration } from './generation/endings.ts';
import { runQueue } from './generation/queue.ts';
import { runGeneration } from './generation/run.ts';
import { sweep } from './generation/sweep.ts';
import { startTraces } from './traces/start.ts';
import { deriveFiles } from './wallpaper/derive.ts';
import { collectGarbage } from './wallpaper/garbage.ts';

export { type Config, ConfigError, parseConfig } from './config.ts';

const SWEEP_EVERY_MS = 30_000;

export type Worker = {
  /** Claims nothing more, waits up to `graceMs` for what runs, then hands it back to other workers. */
  stop(graceMs: number): Promise<void>;
};

/** Parts that tests bring to stop a worker at a chosen point. */
export type WorkerOverrides = Overrides & Partial<Pick<Workshop, 'service'>>;

/** Starts working the queue. Rejects when the database does not answer for about a minute. */
export async function runWorker(config: Config, overrides: WorkerOverrides = {}): Promise<Worker> {
  const studio = openStudio(config, { ...overrides, name: 'worker' });
  const { log } = studio;
  const endTraces = await startTraces(studio, 'worker');
  const stopping = new AbortController();
  const service = overrides.service ?? openImageService(config.ai, (message) => log.warn(message));
  const queue = await runQueue(config.database.directUrl, log, config.limits.concurrency, {
    generation: (id, signal) => runGeneration(workshop, id, stopping.signal, signal),
    derive: async (id, signal) => {
      await deriveFiles(workshop, id, AbortSignal.any([signal, stopping.signal]));
    },
    moved: async () => {
      await collectGarbage(workshop);
    },
    avatar: (id, signal) => copyAvatar(workshop, id, AbortSignal.any([signal, stopping.signal])),
    removal: (id, signal) =>
      removeAccount(workshop, id, AbortSignal.any([signal, stopping.signal])),
    abandoned: async (name, id) => {
      log.error({ job: name, id }, 'given up after every retry');
      if (name === 'avatar') await forgetSource(workshop, id);
      if (name === 'generation') await failGeneration(workshop, id, 'INTERNAL', true);
    },
  });
  const workshop: Workshop = { ...studio, queue, service };

  const sweepNow = () =>
    sweep(workshop).catch((error: unknown) => log.error({ err: error }, 'the sweep failed'));
  const sweeping = setInterval(sweepNow, SWEEP_EVERY_MS);
  // Whatever ended the one before may have left something half done.
  const swept = sweepNow();
  log.info(
    { concurrency: config.limits.concurrency, models: [...service.models.keys()] },
    'worker ready',
  );

  return {
    async stop(graceMs) {
      clearInterval(sweeping);
      const grace = setTimeout(() => stopping.abort(), graceMs);
      await queue.stop(graceMs + 2000);
      clearTimeout(grace);
      await swept;
      await studio.close();
      await endTraces();
    },
  };
}
