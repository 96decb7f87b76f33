import { type ImageService, openImageService } from '@easel/ai';
import { appRouter } from '@easel/api/server';
import { runWorker } from '@easel/api/worker';
import { newId, users } from '@easel/db';
import { objectKey } from '@easel/storage';
import { keepPicture } from '../../packages/api/src/wallpaper/keep-picture.ts';
import type { Stage } from './stage.ts';

const SIZE = { width: 1792, height: 1024 };
const PICTURES = 12;

/** From a picture's bytes to the first file that a page can show: the pipeline, then a whole worker. */
export async function thumbnail(stage: Stage) {
  const pictures: Uint8Array[] = [];
  for (let n = 0; n < PICTURES; n += 1) pictures.push(await painted(stage, `A lake at dawn ${n}`));
  return {
    older: await timed(pictures, (bytes) => storeWhole(stage, bytes)),
    pipeline: await timed(pictures, (bytes) => storeThumbnail(stage, bytes)),
    shown: await untilShown(stage, pictures),
  };
}

/** A picture of the size that the older system asked for. */
async function painted({ config }: Stage, prompt: string): Promise<Uint8Array> {
  const [model] = openImageService(config.ai).models.values();
  const painting = await model?.paint({ prompt, size: SIZE, signal: AbortSignal.timeout(60_000) });
  if (painting?.picture.kind !== 'bytes') throw new Error('The painter gives bytes.');
  return painting.picture.bytes;
}

async function timed(pictures: Uint8Array[], work: (bytes: Uint8Array) => Promise<void>) {
  const times: number[] = [];
  for (const bytes of pictures) {
    const from = performance.now();
    await work(bytes);
    times.push(performance.now() - from);
  }
  return times;
}

/** The older flow: what the service sent, as it came. */
async function storeWhole({ studio }: Stage, bytes: Uint8Array): Promise<void> {
  await studio.store.put(objectKey('public', newId(), bytes, 'png'), bytes, {
    contentType: 'image/png',
  });
}

/** What a worker does before a page has something to show. */
async function storeThumbnail({ studio }: Stage, bytes: Uint8Array): Promise<void> {
  const picture = { id: newId(), place: 'public', bytes } as const;
  await keepPicture(studio.store, picture, AbortSignal.timeout(60_000));
}

/** From the service's answer to the picture that its watcher is told of, database and all. */
async function untilShown({ config, studio }: Stage, pictures: Uint8Array[]) {
  const service = openImageService(config.ai);
  const [model] = service.models.values();
  if (!model) throw new Error('No model is offered.');
  let answered = 0;
  const paint: typeof model.paint = async ({ prompt }) => {
    const bytes = pictures[Number(prompt)] ?? new Uint8Array();
    answered = performance.now();
    return { picture: { kind: 'bytes', bytes } };
  };
  const models: ImageService['models'] = new Map([[model.info.id, { ...model, paint }]]);
  const worker = await runWorker(
    { ...config, logLevel: 'warn' },
    { service: { ...service, models } },
  );
  const viewer = { id: newId(), role: 'user' } as const;
  await studio.db.insert(users).values({ id: viewer.id, name: 'Bench' });
  const person = appRouter.createCaller({ studio, viewer, requestId: 'bench' });
  const times: number[] = [];
  for (const n of pictures.keys()) {
    const { id } = await person.generation.create({ prompt: String(n), visibility: 'private' });
    for await (const _ of await person.generation.watch({ id }));
    times.push(performance.now() - answered);
    // The larger files are made meanwhile, as they are for anyone; not on this picture's time.
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  await worker.stop(5000);
  return times;
}
