import type { FileHandle } from 'node:fs/promises';
import { type ByteRange, StorageError } from './store.ts';

const CHUNK = 256 * 1024;

/**
 * Streams a file, or the inclusive range of it, and closes the handle at the end, on cancel and
 * on abort. What fits in one chunk is read at once, so that no handle waits for its reader.
 */
export async function openBody(
  handle: FileHandle,
  size: number,
  range: ByteRange | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const { start, end } = partOf(size, range);
  if (end - start <= CHUNK) {
    const bytes = await readPart(handle, start, end);
    await handle.close();
    return new ReadableStream({
      start(controller) {
        if (bytes.byteLength > 0) controller.enqueue(bytes);
        controller.close();
      },
    });
  }
  signal?.throwIfAborted();
  return streamPart(handle, start, end, signal);
}

function streamPart(
  handle: FileHandle,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  let position = start;
  let onAbort: (() => void) | undefined;
  const finish = async () => {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await handle.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal?.reason);
          // The close waits for a read under way; nobody is left to hear of its failure.
          finish().catch(() => undefined);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
      },
      async pull(controller) {
        try {
          const bytes = await readPart(handle, position, Math.min(end, position + CHUNK));
          if (signal?.aborted) return;
          controller.enqueue(bytes);
          position += bytes.byteLength;
          if (position < end) return;
          controller.close();
        } catch (error) {
          if (signal?.aborted) return;
          await finish();
          throw error instanceof StorageError
            ? error
            : new StorageError('Unavailable', 'a file could not be read to its end', error);
        }
        await finish();
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
}

function partOf(size: number, range: ByteRange | undefined): { start: number; end: number } {
  if (!range) return { start: 0, end: size };
  if (range.start < 0 || range.end < range.start || range.start >= size) {
    throw new StorageError('InvalidRange', `no bytes ${range.start}-${range.end} of ${size}`);
  }
  return { start: range.start, end: Math.min(range.end + 1, size) };
}

async function readPart(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  while (filled < bytes.byteLength) {
    const { bytesRead } = await handle.read(
      bytes,
      filled,
      bytes.byteLength - filled,
      start + filled,
    );
    if (bytesRead === 0) throw new StorageError('Unavailable', 'a file ended before its size');
    filled += bytesRead;
  }
  return bytes;
}
