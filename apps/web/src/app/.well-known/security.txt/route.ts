import { CACHE } from '@/server/cache.ts';
import { handle } from '@/server/handle.ts';

const HALF_A_YEAR_MS = 182 * 24 * 3600 * 1000;

/** Where to report a weakness (RFC 9116). */
export const GET = handle(async ({ studio }) => {
  const { origin } = studio.config;
  const expires = new Date(Date.now() + HALF_A_YEAR_MS);
  expires.setUTCHours(0, 0, 0, 0);
  const lines = [
    `Contact: ${origin}/`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en, zh',
    `Canonical: ${origin}/.well-known/security.txt`,
  ];
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': CACHE.daily },
  });
});
