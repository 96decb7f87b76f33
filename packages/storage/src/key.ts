import { createHash } from 'node:crypto';
import { type Key, StorageError } from './store.ts';

/** Who may read an object, and the first word of its key. */
export type KeyVisibility = 'public' | 'private';

const LONGEST_KEY = 512;
// Segments of at most 200. Lower case only: some file systems take `A` and `a` for the same name.
const KEY = /^(?:public|private)(?:\/[a-z0-9](?:[a-z0-9._-]{0,198}[a-z0-9_-])?)+$/;
// A way up, or a device of Windows.
const MISUNDERSTOOD = /\.\.|\/(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$)/;

const CONTENT_TYPES = new Map([
  ['avif', 'image/avif'],
  ['jpg', 'image/jpeg'],
  ['json', 'application/json'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['zip', 'application/zip'],
]);

/**
 * Gives the text back as a key, or throws `InvalidKey`. A key is `public/…` or `private/…` in
 * lower-case segments that every file system and every address can carry as they are.
 */
export function parseKey(text: string): Key {
  const key = keyOrNothing(text);
  if (key === undefined) throw invalid(text);
  return key;
}

/** The text as a key; undefined for what stands in a store and was not put there. */
export function keyOrNothing(text: string): Key | undefined {
  return text.length <= LONGEST_KEY && isKey(text) ? text : undefined;
}

/** The media type that a key's extension stands for, `application/octet-stream` when it has none. */
export function contentTypeOf(key: Key): string {
  return CONTENT_TYPES.get(key.slice(key.lastIndexOf('.') + 1)) ?? 'application/octet-stream';
}

/**
 * The key of an object named by its content: `visibility/owner/sha256.extension`. The same bytes
 * give the same key. Throws `InvalidKey` when the owner or the extension cannot stand in one.
 */
export function objectKey(
  visibility: KeyVisibility,
  owner: string,
  bytes: Uint8Array,
  extension: string,
): Key {
  const name = createHash('sha256').update(bytes).digest('hex');
  if (owner.includes('/')) throw invalid(owner);
  return parseKey(`${visibility}/${owner}/${name}.${extension}`);
}

/** The same object's key under another visibility. */
export function withVisibility(key: Key, visibility: KeyVisibility): Key {
  return parseKey(`${visibility}/${key.slice(key.indexOf('/') + 1)}`);
}

/** Refuses a media type that the key's extension does not say: it could not be told on reading. */
export function checkContentType(key: Key, contentType: string): void {
  if (contentTypeOf(key) === contentType) return;
  throw new StorageError('InvalidKey', `${key} does not name content of type ${contentType}`);
}

function isKey(text: string): text is Key {
  return KEY.test(text) && !MISUNDERSTOOD.test(text);
}

function invalid(text: string): StorageError {
  return new StorageError('InvalidKey', `not a key: ${JSON.stringify(text.slice(0, 80))}`);
}
