import 'server-only';
import { randomUUID } from 'node:crypto';

export const REQUEST_ID = 'x-request-id';

/**
 * The id that a request, its log lines and its answer share. One that a proxy in front has given is
 * kept when it is plain; anything else is replaced.
 */
export function requestIdOf(headers: Pick<Headers, 'get'>): string {
  const given = headers.get(REQUEST_ID);
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}
