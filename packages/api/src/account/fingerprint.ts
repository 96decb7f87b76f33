import { createHash } from 'node:crypto';

/** What the database keeps of a session's token or a script's key, so that a copy of it opens nothing. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
