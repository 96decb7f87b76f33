import { parentPort, workerData } from 'node:worker_threads';
import { deflateSync } from 'node:zlib';
import { renderPicture } from '../../packages/ai/src/painter/render.ts';
import type { Cost } from './main.ts';

function cpuSeconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}

let data = new Uint8Array();
const paint = cpuSeconds(() => {
  data = renderPicture(workerData).data;
});
// What a PNG costs is its deflate; in this thread, so that both are counted the same way.
const encode = cpuSeconds(() => deflateSync(data, { level: 6 }));
const cost: Cost = { paint, encode };
parentPort?.postMessage(cost);
