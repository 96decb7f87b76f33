import 'server-only';
import { type Viewer, viewerOfSession, viewerOfToken } from '@easel/api/server';
import { cookies } from 'next/headers';
import type { NextRequest } from 'next/server';
import { cache } from 'react';
import { sessionCookie } from './session-cookie.ts';
import { studio } from './studio.ts';

/** The session token that a request carries, if any. */
export function sessionTokenOf(request: NextRequest): string | undefined {
  return request.cookies.get(sessionCookie(studio().config).name)?.value;
}

/** Who sent a request: a person with a session. One look-up, none without a cookie. */
export async function viewerOf(request: NextRequest): Promise<Viewer> {
  return await whoseIs(sessionTokenOf(request));
}

/**
 * Who sent a request that scripts may send too. One that names a token comes from its script alone,
 * whatever cookies it carries.
 */
export async function viewerOrScriptOf(request: NextRequest): Promise<Viewer> {
  const authorization = request.headers.get('authorization');
  if (authorization === null) return await viewerOf(request);
  const [, key] = authorization.match(/^Bearer +(\S+)$/i) ?? [];
  return key ? await viewerOfToken(studio(), key) : null;
}

/** Who asked for the page that is being rendered; looked up once for all its parts. */
export const currentViewer = cache(async (): Promise<Viewer> => {
  const jar = await cookies();
  return await whoseIs(jar.get(sessionCookie(studio().config).name)?.value);
});

async function whoseIs(sessionToken: string | undefined): Promise<Viewer> {
  return sessionToken ? await viewerOfSession(studio(), sessionToken) : null;
}
