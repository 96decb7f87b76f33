import 'server-only';
import type { Studio } from '@easel/api/server';

/** What browsers are told about answers that no page needs to run or show anything from. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()',
};

/** The security headers of an answer that is not a page: JSON, pictures, feeds. */
export function dataHeaders(studio: Studio): Record<string, string> {
  return {
    ...EVERYWHERE,
    ...transport(studio),
    'content-security-policy': NOTHING,
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** Those of stored pictures: other sites may show them, and nothing in them ever runs. */
export function mediaHeaders(isPrivate: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': isPrivate ? 'same-origin' : 'cross-origin',
  };
}

/** Those of a page whose scripts carry this nonce. */
export function pageHeaders(
  studio: Studio,
  nonce: string,
  development: boolean,
): Record<string, string> {
  return {
    ...EVERYWHERE,
    ...transport(studio),
    'content-security-policy': pagePolicy(studio, nonce, development),
  };
}

function transport({ config }: Studio): Record<string, string> {
  return config.origin.startsWith('https:')
    ? { 'strict-transport-security': 'max-age=31536000' }
    : {};
}

function pagePolicy({ config, store }: Studio, nonce: string, development: boolean): string {
  // React rebuilds the server's stack traces with eval, and hot reload uses a socket, in development.
  const scripts = development ? " 'unsafe-eval'" : '';
  const sockets = development ? ' ws:' : '';
  const address = store.publicUrl('public/picture.webp');
  const pictures = URL.canParse(address) ? ` ${new URL(address).origin}` : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    // Style attributes (placeholders, sizes) come with the page; they cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${pictures}`,
    `connect-src 'self'${sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // On this machine the site has several names, and sign-in starts at the first of them. A policy
    // has no way to write an IPv6 address; there, 'self' says it.
    `form-action ${["'self'", ...config.allowedOrigins.filter((one) => !one.includes('['))].join(' ')}`,
    ...(config.origin.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
