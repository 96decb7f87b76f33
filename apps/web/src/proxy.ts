import { randomBytes } from 'node:crypto';
import { NextRequest, type NextResponse } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { routing } from './i18n/routing.ts';
import { pageHeaders } from './server/headers.ts';
import { REQUEST_ID, requestIdOf } from './server/request-id.ts';
import { development, studio } from './server/studio.ts';

const localize = createMiddleware(routing);

/** Finds a page's language, and gives it its nonce, its request id and its security headers. */
export default function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const requestId = requestIdOf(request.headers);
  const given = pageHeaders(studio(), nonce, development);

  // Next reads the nonce for its own scripts out of the policy that the request carries.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', given['content-security-policy'] ?? '');
  headers.set('x-nonce', nonce);
  headers.set(REQUEST_ID, requestId);
  const response = localize(new NextRequest(request.url, { headers }));

  for (const [name, value] of Object.entries(given)) response.headers.set(name, value);
  response.headers.set(REQUEST_ID, requestId);
  return response;
}

// Everything that is not a route handler, a file of the build or one of the site's own files.
export const config = {
  matcher:
    '/((?!api/|media/|_next/|\\.well-known/|(?:feed\\.xml|icon\\.svg|manifest\\.webmanifest|robots\\.txt|sitemap\\.xml|theme\\.js)$).*)',
};
