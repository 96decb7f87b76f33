import { availableParallelism } from 'node:os';
import sharp, { type Sharp } from 'sharp';

export const MAX_PIXELS = 25_000_000;
export const MAX_BYTES = 50_000_000;
/** The long side by the short one: what is longer is no picture, and the gallery's index has no number for it. */
export const MAX_SHAPE = 1000;

// Every loader that is not needed is a way in. This holds for the whole process.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Pictures are many and small: one thread each does better than all threads on one.
sharp.concurrency(1);
// Nothing is decoded twice, so remembering it only costs memory.
sharp.cache(false);

/** A pipeline on foreign bytes: bounded in pixels and in time, failing on the first defect. */
export function openPicture(bytes: Uint8Array, limitInputPixels: number = MAX_PIXELS): Sharp {
  return sharp(bytes, { limitInputPixels, failOn: 'warning' }).timeout({ seconds: 60 });
}

/** Decoded pixels in sRGB, eight bits a channel, upright. */
export type Pixels = { data: Uint8Array; width: number; height: number; channels: 1 | 2 | 3 | 4 };

/** Runs a pipeline to its pixels. */
export async function pixelsOf(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A pipeline on pixels that were decoded before. */
export function openPixels({ data, ...raw }: Pixels): Sharp {
  return sharp(data, { raw }).timeout({ seconds: 60 });
}

const waiting: (() => void)[] = [];
let free = availableParallelism();

/**
 * Runs heavy work when it is its turn: as many at a time as there are cores. Who gives up while
 * waiting leaves the line; who gives up later gets the signal's reason at once, while the place
 * stays taken until the work has ended.
 */
export async function inTurn<T>(signal: AbortSignal | undefined, work: () => Promise<T>) {
  signal?.throwIfAborted();
  await takePlace(signal);
  const running = work().finally(freePlace);
  return untilAborted(running, signal);
}

async function takePlace(signal: AbortSignal | undefined): Promise<void> {
  if (free > 0) {
    free -= 1;
    return;
  }
  const turn = Promise.withResolvers<void>();
  waiting.push(turn.resolve);
  const leave = () => {
    const place = waiting.indexOf(turn.resolve);
    if (place >= 0) waiting.splice(place, 1);
    turn.reject(signal?.reason);
  };
  signal?.addEventListener('abort', leave, { once: true });
  try {
    await turn.promise;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

function freePlace(): void {
  const next = waiting.shift();
  if (next) next();
  else free += 1;
}

async function untilAborted<T>(running: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return running;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([running, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
