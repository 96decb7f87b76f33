import 'server-only';
import type { Studio } from '@easel/api/server';
import { CACHE } from './cache.ts';

// What every answer says stands in ../../every-answer.ts; here is what pages, routes and pictures add.

/** Those of an answer that is not a page: JSON, pictures, feeds. */
export const DATA_HEADERS = { 'cross-origin-resource-policy': 'same-origin' };

/** Those of stored pictures: other sites may show them, and nothing in them ever runs. */
export function mediaHeaders(isPrivate: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': isPrivate ? 'same-origin' : 'cross-origin',
  };
}

/** Those of the service worker, which fetches pages and keeps pictures. */
export function workerHeaders({ store }: Studio): Record<string, string> {
  const policy = `default-src 'none'; connect-src 'self'${pictureOrigin(store)}`;
  return { 'content-security-policy': policy, 'cache-control': CACHE.revalidated };
}

/** Where public pictures are when that is another origin, to be added to a policy. */
function pictureOrigin(store: Studio['store']): string {
  const address = store.publicUrl('public/picture.webp');
  return URL.canParse(address) ? ` ${new URL(address).origin}` : '';
}

/** The content security policy of a page whose scripts carry this nonce. */
export function pagePolicy({ config, store }: Studio, nonce: string, development: boolean): string {
  // React rebuilds the server's stack traces with eval, and hot reload uses a socket, in development.
  const scripts = development ? " 'unsafe-eval'" : '';
  const sockets = development ? ' ws:' : '';
  const pictures = pictureOrigin(store);
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    // Style attributes (placeholders, sizes) come with the page; they cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${pictures}`,
    `connect-src 'self'${sockets}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // On this machine the site has several names, and sign-in starts at the first of them. A policy
    // has no way to write an IPv6 address; there, 'self' says it.
    `form-action ${["'self'", ...config.allowedOrigins.filter((one) => !one.includes('['))].join(' ')}`,
    ...(config.origin.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
