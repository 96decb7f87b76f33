import 'server-only';
import { channel } from 'node:diagnostics_channel';
import { ConfigError, startTraces } from '@easel/api/server';
import { openMediaDoor } from '../../media-door.ts';
import { servePublicMedia } from './public-media.ts';
import { REQUEST_ID } from './request-id.ts';
import { studio } from './studio.ts';

/**
 * Opens the composition, the way past Next for public pictures, and traces where they are asked for.
 * With a wrong environment it prints every problem and ends the process.
 */
export async function openOrLeave(): Promise<void> {
  try {
    const opened = studio();
    openMediaDoor(servePublicMedia);
    const endTraces = await startTraces(opened, 'web');
    // Said by the server around Next (serve.ts) when it leaves.
    channel('easel:leaving').subscribe((ends) => {
      if (Array.isArray(ends)) ends.push(endTraces());
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

export function logPageError(
  err: unknown,
  request: { path: string; method: string; headers: NodeJS.Dict<string | string[]> },
  page: string,
): void {
  const { method, path, headers } = request;
  const line = { err, method, path: path.split('?')[0], page, requestId: headers[REQUEST_ID] };
  studio().log.error(line, 'page failed');
}
