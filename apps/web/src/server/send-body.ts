import 'server-only';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Writes a body as fast as the other end takes it. Throws the body's failure, or once `gone` has fired. */
export async function sendBody(
  body: ReadableStream<Uint8Array> | null,
  response: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  for await (const chunk of body ?? []) {
    // With the signal, so that no wait leaves listeners: a large picture is hundreds of waits.
    if (!response.write(chunk)) await once(response, 'drain', { signal: gone });
  }
  response.end();
}
