import { randomBytes } from 'node:crypto';
import { EaselError, takeRate } from '@easel/api/server';
import { NextRequest, NextResponse } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { KEEP } from '../memory/capture.ts';
import { getPathname } from './i18n/address.ts';
import { LOCALES, routing } from './i18n/routing.ts';
import { addressOf } from './server/address.ts';
import { CACHE } from './server/cache.ts';
import { failurePage } from './server/failure-page.ts';
import { pagePolicy, workerHeaders } from './server/headers.ts';
import { REQUEST_ID, requestIdOf } from './server/request-id.ts';
import { development, studio } from './server/studio.ts';

const localize = createMiddleware(routing);

/** Finds a page's language, and gives it its nonce, its request id and its security headers. */
export default async function proxy(request: NextRequest): Promise<Response> {
  if (request.nextUrl.pathname === '/sw.js')
    return NextResponse.next({ headers: workerHeaders(studio()) });
  const nonce = randomBytes(16).toString('base64');
  const requestId = requestIdOf(request.headers);
  const policy = pagePolicy(studio(), nonce, development);

  // Next reads the nonce for its own scripts out of the policy that the request carries.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  headers.set(REQUEST_ID, requestId);
  // The languages of a page are linked in its answer, which others may be given too: by the site's own
  // name, whatever this request calls it.
  const { host, protocol } = new URL(studio().config.origin);
  headers.set('x-forwarded-host', host);
  headers.set('x-forwarded-proto', protocol.slice(0, -1));
  const response =
    (await refusedSearch(request, requestId)) ??
    localize(new NextRequest(request.url, { headers }));

  response.headers.set('content-security-policy', policy);
  response.headers.set(REQUEST_ID, requestId);
  if (!development && isForEveryone(request)) response.headers.set(KEEP, CACHE.gallery);
  return response;
}

/** A page that searches counts like a search by the API; the answer to one too many, or null. */
async function refusedSearch(request: NextRequest, requestId: string): Promise<Response | null> {
  if (!request.nextUrl.searchParams.get('query')) return null;
  try {
    const address = addressOf(request.headers, studio().config.trustProxy);
    await takeRate(studio(), 'search', { address });
    return null;
  } catch (error) {
    // What else fails, fails again for the page, which has words for it.
    if (!(error instanceof EaselError) || error.reason !== 'RATE_LIMITED') return null;
    const failure = { status: 429, reason: error.reason, requestId, ...error.facts };
    return failurePage(studio().config, request.nextUrl.pathname, failure);
  }
}

/** The gallery as it is for all who ask for nothing in particular: kept by the server (memory/). */
function isForEveryone({ method, nextUrl, headers }: NextRequest): boolean {
  const gallery = LOCALES.some((locale) => nextUrl.pathname === getPathname({ locale, href: '/' }));
  return gallery && method === 'GET' && nextUrl.search === '' && !headers.has('rsc');
}

// Everything that is not a route handler, a file of the build or one of the site's own files.
export const config = {
  matcher:
    '/((?!api/|media/|og/|icons/|_next/|\\.well-known/|(?:favicon\\.ico|feed\\.xml|icon\\.svg|manifest\\.webmanifest|robots\\.txt|sitemap\\.xml|(?:early|theme)\\.js)$).*)',
};
