/**
 * A worker that dies, or whose picture store is away, at a chosen point: `node faulty-worker.ts POINT
 * ID`. It is the real worker; only the parts that its composition root takes are wrapped.
 */
import { openImageService } from '@easel/ai';
import { parseConfig, runWorker, type WorkerOverrides } from '@easel/api/worker';
import { openStore, StorageError, type Store } from '@easel/storage';

const [point, id = '', until = '0'] = process.argv.slice(2);

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('dead by now');
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function wrappedService(service: ReturnType<typeof openImageService>): typeof service {
  const models = new Map(
    [...service.models].map(([name, model]) => [
      name,
      {
        info: model.info,
        paint: async (request: Parameters<typeof model.paint>[0]) => {
          const mine = request.prompt === id || request.prompt === point;
          if (mine && point === 'during the call') {
            void model.paint(request).catch(() => {});
            await pause(300);
            die();
          }
          const painting = await model.paint(request);
          if (mine && point === 'after the answer') die();
          return painting;
        },
      },
    ]),
  );
  if (point === 'after the claim') models.get = die;
  return { ...service, models };
}

function wrappedStore(store: Store): Store {
  let puts = 0;
  return {
    ...store,
    put: async (key, ...rest) => {
      if (Date.now() < Number(until)) throw new StorageError('Unavailable', 'away for a while');
      const mine = key.includes(id);
      if (mine && point === 'after it was written') die();
      await store.put(key, ...rest);
      if (mine) puts += 1;
      if (mine && point === 'during storing') die();
      if (mine && point === 'after storing' && puts === 2) die();
    },
    get: async (key, ...rest) => {
      if (key.includes(id) && point === 'after the commit') die();
      return store.get(key, ...rest);
    },
    delete: async (keys) => {
      if (point === 'before the bytes go') die();
      await store.delete(keys);
      if (point === 'after the bytes went') die();
    },
  };
}

const config = parseConfig(process.env);
const overrides: WorkerOverrides = {
  service: wrappedService(openImageService(config.ai)),
  store: wrappedStore(openStore(config.storage)),
};
const worker = await runWorker(config, overrides);
process.once('SIGTERM', () => void worker.stop(5000).then(() => process.exit(0)));
