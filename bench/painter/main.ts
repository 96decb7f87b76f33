/** `pnpm bench painter`: what each kind of picture costs beside encoding the same picture as PNG. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const SIZE = { width: 1792, height: 1024 };

/** One prompt for each way of painting. */
const KINDS = {
  mountains: 'mountain lake at sunrise',
  aurora: 'aurora over snowy mountains',
  river: 'a river in the valley, summer',
  waterfall: 'waterfall in the forest',
  desert: 'desert dunes at golden hour',
  snowfield: 'snowfall in a silent pine forest',
  meadow: 'meadow in spring, wild flowers',
  sea: 'calm ocean at sunset',
  storm: 'stormy ocean',
  beach: 'tropical beach at noon',
  forest: 'misty forest',
  bamboo: '竹林',
  'autumn wood': 'autumn forest with golden leaves',
  city: 'neon city at night over the river',
  'cloud sea': 'sea of clouds at dawn',
  space: 'saturn in space',
  mesh: 'gradient mesh, peach',
  fluid: 'liquid marble, blue and gold',
  'low poly': 'low poly, red and gold',
  'paper land': 'low poly mountains',
  contours: 'contour lines, teal',
  waves: 'blue silk waves',
  geometric: 'bauhaus shapes',
  ink: '水墨山水',
};

/** CPU seconds of one thread: a busy machine makes them longer, but far less than it does the wall clock's. */
export type Cost = { paint: number; encode: number };

function measure(prompt: string): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(new URL('thread.ts', import.meta.url)), {
      workerData: { prompt, ...SIZE },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

const costs: [kind: string, cost: Cost][] = [];
for (const [kind, prompt] of Object.entries(KINDS)) costs.push([kind, await measure(prompt)]);
console.log(`${SIZE.width}x${SIZE.height}, CPU time of one thread, each picture in a fresh one`);
for (const [kind, { paint, encode }] of costs.sort((a, b) => b[1].paint - a[1].paint))
  console.log(
    `${kind.padEnd(11)} ${paint.toFixed(2)} s, ${(paint / encode).toFixed(1)}x a PNG of it (baseline, ${encode.toFixed(2)} s)`,
  );
