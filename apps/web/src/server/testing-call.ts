import type { Studio } from '@easel/api/server';
import { NextRequest } from 'next/server';
import { handle } from './handle.ts';
import { sessionCookie } from './session-cookie.ts';
import { answerTrpc } from './trpc.ts';

const route = handle<{ trpc: string }>(answerTrpc);

/** Makes this the studio of the process's routes, as `studio.ts` would open it. */
export function serveFrom(studio: Studio): void {
  Object.assign(globalThis, { [Symbol.for('easel.studio')]: studio });
}

/** A tRPC call as the route gets it: by POST with a body, else by GET. */
export async function callTrpc(
  studio: Studio,
  path: string,
  options: {
    body?: BodyInit;
    query?: string;
    sessionToken?: string;
    accept?: string;
    language?: string;
  } = {},
): Promise<Response> {
  const { body, query = '', sessionToken, accept, language } = options;
  const headers = new Headers({ 'content-type': 'application/json' });
  if (accept) headers.set('accept', accept);
  if (language) headers.set('accept-language', language);
  if (sessionToken) headers.set('cookie', `${sessionCookie(studio.config).name}=${sessionToken}`);
  const request = new NextRequest(`${studio.config.origin}/api/trpc/${path}${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body !== undefined && { body }),
  });
  return await route(request, { params: Promise.resolve({ trpc: path }) });
}
