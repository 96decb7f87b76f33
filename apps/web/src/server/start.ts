import 'server-only';
import { ConfigError } from '@easel/api/server';
import { openMediaDoor } from '../../media-door.ts';
import { servePublicMedia } from './public-media.ts';
import { REQUEST_ID } from './request-id.ts';
import { studio } from './studio.ts';

/**
 * Opens the composition, and the way past Next for public pictures. With a wrong environment it
 * prints every problem and ends the process.
 */
export function openOrLeave(): void {
  try {
    studio();
    openMediaDoor(servePublicMedia);
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
