import { parentPort, workerData } from 'node:worker_threads';
import { renderPicture } from './render.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

// The whole of the painter's thread: it paints what it was started with and ends.
const port = parentPort;
if (!port) throw new Error('thread.ts runs as a worker thread only');

const { prompt, seed, width, height, previews }: ToThread = workerData;

/** The same picture small first: a composition does not depend on its size. */
const drafts = [
  { edge: 320, progress: 0.1 },
  { edge: 960, progress: 0.4 },
];

if (previews) {
  for (const { edge, progress } of drafts) {
    const scale = edge / Math.max(width, height);
    // A draft nearly as large as the picture would only delay it.
    if (scale > 0.6) continue;
    send(render(scale), progress);
  }
}
send(render(1), 1);

function render(scale: number) {
  return renderPicture({
    prompt,
    seed,
    width: Math.max(16, Math.round(width * scale)),
    height: Math.max(16, Math.round(height * scale)),
  });
}

function send(picture: ReturnType<typeof render>, progress: number): void {
  const message: FromThread = { ...picture, progress };
  port?.postMessage(message, [picture.data.buffer]);
}
