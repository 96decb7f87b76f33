import { createHash } from 'node:crypto';

/** Scripts written into a page, with their text. */
const INLINE = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * A page that many people are given cannot carry a nonce: whoever had read it once would know it. Its
 * policy names the hashes of its own scripts instead, and allows files of this site's origin. The page
 * loses its nonce, so that the same page is the same bytes.
 */
export function policyByHashes(policy: string, html: string): { policy: string; html: string } {
  const nonce = policy.match(/'nonce-([^']+)'/)?.[1];
  const bare = nonce ? html.replaceAll(nonce, '') : html;
  const hashes = new Set(
    [...bare.matchAll(INLINE)].map(
      ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    ),
  );
  const allowed = policy
    .replace(/ 'nonce-[^']+'/, '')
    .replace(" 'strict-dynamic'", [...hashes].map((hash) => ` ${hash}`).join(''));
  return { policy: allowed, html: bare };
}
