/** `pnpm bench generation`: what our way from a click to a picture costs beside the older one. */
import { openImageService } from '@easel/ai';
import { runWorker } from '@easel/api/worker';
import { percentile } from '../percentile.ts';
import { olderFlow } from './older-flow.ts';
import { openStage, RELAY_MS, SMALL, type Stage, stopWorker, WALLPAPER } from './stage.ts';

const PICTURES = 40;
const QUEUED = 1000;

const ms = (value: number) => `${value.toFixed(1)} ms`;

/** One picture at a time: when its call began, when its answer had come, when the watcher saw the end. */
async function oneByOne(stage: Stage) {
  const service = openImageService(stage.config.ai);
  const called = new Map<string, number>();
  const answered = new Map<string, number>();
  const models = new Map(
    [...service.models].map(([id, model]) => [
      id,
      {
        info: model.info,
        paint: async (request: Parameters<typeof model.paint>[0]) => {
          called.set(request.prompt, performance.now());
          const painting = await model.paint(request);
          answered.set(request.prompt, performance.now());
          return painting;
        },
      },
    ]),
  );
  const worker = await runWorker(stage.config, { service: { ...service, models } });
  const person = await stage.person();
  const pickups: number[] = [];
  const overheads: number[] = [];
  for (let n = 0; n < PICTURES; n += 1) {
    const prompt = `one by one ${n}`;
    const { id } = await person.generation.create({ ...WALLPAPER, prompt });
    const created = performance.now();
    for await (const _ of await person.generation.watch({ id }));
    const seen = performance.now();
    pickups.push((called.get(prompt) ?? Number.NaN) - created);
    overheads.push(seen - (answered.get(prompt) ?? Number.NaN));
    await stage.derived();
  }
  await worker.stop(5000);
  return { pickups, overheads };
}

/** How fast a thousand are asked for, and how long so many workers take for them. */
async function drain(stage: Stage, workers: number) {
  const people = await Promise.all(Array.from({ length: 16 }, () => stage.person()));
  const from = performance.now();
  await Promise.all(
    people.map(async (person, index) => {
      for (let n = index; n < QUEUED; n += people.length)
        await person.generation.create({ ...SMALL, prompt: `${workers} drain ${n}` });
    }),
  );
  const enqueued = performance.now() - from;
  const running = Array.from({ length: workers }, () => stage.startWorker());
  const left = async () => {
    const [row] = await stage.studio
      .sql`select count(*)::int as open from generations where status not in ('succeeded', 'failed', 'rejected', 'canceled')`;
    return row?.open ?? 0;
  };
  while ((await left()) > QUEUED - 10) await new Promise((resolve) => setTimeout(resolve, 20));
  const begun = performance.now();
  const first = await left();
  while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  const rate = first / ((performance.now() - begun) / 1000);
  await Promise.all(running.map(stopWorker));
  return { rate, enqueueRate: QUEUED / (enqueued / 1000) };
}

const stage = await openStage();
try {
  const older: number[] = [];
  for (let n = 0; n < PICTURES; n += 1) older.push(await olderFlow(stage, `older ${n}`));
  const { pickups, overheads } = await oneByOne(stage);
  const [base, ours] = [percentile(older, 0.5), percentile(overheads, 0.5)];
  console.log(
    `relay answers after ${RELAY_MS} ms; ${PICTURES} pictures of ${WALLPAPER.size}, one by one`,
  );
  console.log(
    `from answer to row, older flow (baseline): p50 ${ms(base)}, p95 ${ms(percentile(older, 0.95))}`,
  );
  console.log(
    `from answer to what the watcher sees:      p50 ${ms(ours)}, p95 ${ms(percentile(overheads, 0.95))}  (${(ours / base).toFixed(2)}x)`,
  );
  console.log(
    `from click to call:                        p50 ${ms(percentile(pickups, 0.5))}, p99 ${ms(percentile(pickups, 0.99))}`,
  );
  const one = await drain(stage, 1);
  const two = await drain(stage, 2);
  console.log(`${QUEUED} queued: asked for at ${one.enqueueRate.toFixed(0)} a second`);
  console.log(
    `drained by 1 worker (baseline) at ${one.rate.toFixed(1)} a second, by 2 at ${two.rate.toFixed(1)} (${(two.rate / one.rate).toFixed(2)}x)`,
  );
} finally {
  await stage.close();
}
