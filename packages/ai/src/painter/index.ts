import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { type ImageModel, PaintError, type Painting, type PaintRequest } from '../model.ts';
import { formatSize, supportsSize } from '../size.ts';
import { painterInfo } from './info.ts';
import type { Picture } from './render.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

/**
 * The built-in painter: no key, no network, no AI model. It reads the prompt's words (English and
 * Chinese) and paints a scene by rules; the same prompt, seed and size give the same picture.
 * Each picture is painted in a thread of its own, which the request's signal ends at once.
 */
export function createPainter(): ImageModel {
  return { info: painterInfo, paint };
}

async function paint(request: PaintRequest): Promise<Painting> {
  if (!supportsSize(painterInfo.sizes, request.size)) {
    const message = `The painter does not paint ${formatSize(request.size)}`;
    throw new PaintError('SIZE_UNSUPPORTED', message);
  }
  const picture = await paintInThread(request);
  const bytes = await encode(picture, 'png').catch((cause: unknown) => {
    throw new PaintError('INTERNAL', 'The painted picture could not be encoded', { cause });
  });
  if (request.signal.aborted) throw canceled();
  return { picture: { kind: 'bytes', bytes }, mediaType: 'image/png' };
}

function paintInThread({
  prompt,
  seed = 0,
  size,
  signal,
  onPreview,
}: PaintRequest): Promise<Picture> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(canceled());
      return;
    }
    const start: ToThread = { prompt, seed, ...size, previews: onPreview !== undefined };
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: start,
      // What the process was started with (a preload, `-e`) is not for a thread that only computes.
      execArgv: [],
    });
    let done = false;
    const settle = (finish: () => void): void => {
      if (done) return;
      done = true;
      signal.removeEventListener('abort', cancel);
      void worker.terminate();
      finish();
    };
    const cancel = (): void => settle(() => reject(canceled()));
    signal.addEventListener('abort', cancel, { once: true });
    worker.on('message', (message: FromThread) => {
      if (message.progress >= 1) {
        settle(() => resolve(message));
        return;
      }
      // A draft that cannot be shown is no reason to lose the picture.
      encode(message, 'jpeg').then(
        (bytes) => {
          if (!done) onPreview?.({ bytes, mediaType: 'image/jpeg', progress: message.progress });
        },
        () => undefined,
      );
    });
    worker.on('error', (cause) =>
      settle(() => reject(new PaintError('INTERNAL', 'The painter stopped', { cause }))),
    );
    worker.on('exit', (code) =>
      settle(() =>
        reject(
          new PaintError('INTERNAL', `The painter's thread ended early (${code})`, {
            retryable: true,
          }),
        ),
      ),
    );
  });
}

function encode({ data, width, height }: Picture, format: 'png' | 'jpeg'): Promise<Uint8Array> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  const encoded =
    format === 'png'
      ? image.png({ compressionLevel: 3, adaptiveFiltering: true })
      : image.jpeg({ quality: 82 });
  return encoded.toBuffer();
}

function canceled(): PaintError {
  return new PaintError('CANCELED', 'The painting was canceled');
}
