import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { addressOf, warningsOf } from './announcement.ts';
import { build } from './build.ts';
import { ROOT } from './environment.ts';
import { checkPort } from './ports.ts';
import { say, seconds } from './progress.ts';
import { configure, lockData, migrateDatabase, openServices, type Services } from './services.ts';
import { type Supervised, supervise } from './supervisor.ts';

export type SiteOptions = {
  /** `built` serves the production build, `hot` compiles as it goes. */
  web: 'built' | 'hot' | 'none';
  worker: boolean;
  /** One such command at a time on a data folder. */
  alone: boolean;
};

/**
 * Runs the site's processes on their services until the signal aborts, then puts everything away:
 * processes first, Postgres last. `started` is called once they run.
 */
export async function runSite(
  options: SiteOptions,
  leaving: AbortSignal,
  started: (processes: Supervised[]) => void = () => {},
): Promise<void> {
  const configured = configure();
  const lock = options.alone ? lockData(configured.config) : undefined;
  if (options.web !== 'none') await checkPort(configured.config.host, configured.config.port);

  const over = new AbortController();
  const stop = AbortSignal.any([leaving, over.signal]);
  const lost = watched(Promise.withResolvers<never>());
  const left = new Promise<void>((resolve) => leaving.addEventListener('abort', () => resolve()));
  const building = settled(options.web === 'built' ? build(stop) : Promise.resolve());
  const opening = settled(openServices(configured, lost.reject));
  const migrating = settled(opening.then(({ config }) => migrateDatabase(config)));
  const processes: Supervised[] = [];
  try {
    const [services] = await Promise.all([opening, building]);
    leaving.throwIfAborted();
    if (options.web !== 'none') {
      // Next loads while the migrations run, and listens when they are through.
      processes.push(supervise(webProgram(services, options.web === 'hot', migrating)));
    }
    await migrating;
    leaving.throwIfAborted();
    if (options.worker) processes.push(supervise(workerProgram(services, options.web === 'hot')));
    await Promise.race([Promise.all(processes.map(({ ready }) => ready)), lost.promise, left]);
    if (leaving.aborted) return;
    announce(services, options);
    started(processes);
    await Promise.race([lost.promise, left]);
    say(`Stopping (${leaving.reason}) …`);
  } finally {
    over.abort();
    await Promise.all(processes.map((each) => each.stop()));
    await Promise.allSettled([building, migrating]);
    await opening.then(
      (services) => services.close(),
      () => {},
    );
    lock?.release();
  }
}

/** The same promise, whose rejection may wait to be looked at. */
function settled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function watched<T>(resolvers: PromiseWithResolvers<T>): PromiseWithResolvers<T> {
  settled(resolvers.promise);
  return resolvers;
}

function webProgram(services: Services, hot: boolean, mayServe: Promise<void>) {
  return {
    name: 'web',
    script: 'serve.ts',
    cwd: join(ROOT, 'apps/web'),
    env: {
      // Crops take a thread for seconds, a core's worth of them at once; reading files needs others.
      UV_THREADPOOL_SIZE: String(availableParallelism() + 4),
      ...services.env,
      NODE_ENV: hot ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      // Next's own handler would end the process before requests are through.
      NEXT_MANUAL_SIG_HANDLE: 'true',
    },
    mayServe,
  } as const;
}

function workerProgram(services: Services, hot: boolean) {
  return {
    name: 'worker',
    script: 'src/main.ts',
    cwd: join(ROOT, 'apps/worker'),
    env: { ...services.env, NODE_ENV: hot ? 'development' : 'production' },
  } as const;
}

function announce({ config, embedded }: Services, options: SiteOptions): void {
  const startedAt = Number(process.env.EASEL_STARTED_AT) || Date.now();
  const took = seconds(Date.now() - startedAt);
  if (options.web === 'none') console.log(`\nA worker of Easel is running (ready in ${took}).`);
  else {
    console.log(`\nEasel is running at ${addressOf(config)} (ready in ${took}).`);
  }
  say(embedded.length > 0 ? `Embedded: ${embedded.join('; ')}.` : 'Nothing is embedded.');
  if (options.web !== 'none') for (const warning of warningsOf(config)) say(`Warning: ${warning}`);
  console.log();
}
