/** `public/…` is readable by anyone who has the address, `private/…` only through the application. */
export type Key = `public/${string}` | `private/${string}`;

export type ObjectInfo = {
  key: Key;
  /** Bytes. */
  size: number;
  contentType: string;
  /** A strong validator without its quotes. */
  etag: string;
  modifiedAt: Date;
};

/** Inclusive byte positions, as in HTTP. */
export type ByteRange = { start: number; end: number };

/**
 * A small blob store for immutable objects. Every method throws `StorageError`:
 * `NotFound`, `Denied`, `InvalidKey`, `InvalidRange` (final) or `Unavailable` (worth a retry).
 * Once a signal has fired, its reason is thrown instead.
 */
export interface Store {
  /**
   * Stores the bytes whole or not at all. A key that exists keeps the bytes it has, so repeating
   * a put is safe. The key's extension must say the content type.
   */
  put(
    key: Key,
    body: Uint8Array,
    options: { contentType: string; signal?: AbortSignal },
  ): Promise<void>;
  /**
   * Streams an object, or the part of it that lies in the range; `info.size` is the whole
   * object's. A range that starts behind the end is `InvalidRange`. The body must be read or
   * canceled.
   */
  get(
    key: Key,
    options?: { range?: ByteRange; signal?: AbortSignal },
  ): Promise<{ info: ObjectInfo; body: ReadableStream<Uint8Array> }>;
  head(key: Key, options?: { signal?: AbortSignal }): Promise<ObjectInfo>;
  copy(from: Key, to: Key): Promise<void>;
  /** Copies, then deletes. Repeating a move that had succeeded is not an error. */
  move(from: Key, to: Key): Promise<void>;
  /** Deleting what is not there is not an error. */
  delete(keys: Key[]): Promise<void>;
  /** Every object whose key starts with `prefix`, in key order. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /**
   * Where a browser reads an object: absolute, or a path on the site. For `private/…` it is
   * always a path on the site, which answers only to the owner.
   */
  publicUrl(key: Key): string;
  /** Resolves when the store answers; throws otherwise. Cheap enough for a readiness check. */
  check(signal?: AbortSignal): Promise<void>;
}

export type StorageReason = 'NotFound' | 'Unavailable' | 'Denied' | 'InvalidKey' | 'InvalidRange';

/** Thrown by everything that a store does. The message is for a log. */
export class StorageError extends Error {
  /** By name: a bundler may load this module more than once in a process. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'StorageError';
  }

  override readonly name = 'StorageError';
  readonly reason: StorageReason;

  constructor(reason: StorageReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }

  get retryable(): boolean {
    return this.reason === 'Unavailable';
  }
}

/**
 * A move for stores that can only copy. Taken up again after a crash it ends as if it had never been
 * interrupted: what is no longer at the old key must be at the new one.
 */
export async function moveByCopy(
  store: Pick<Store, 'copy' | 'head' | 'delete'>,
  from: Key,
  to: Key,
): Promise<void> {
  try {
    await store.copy(from, to);
  } catch (error) {
    if (!(error instanceof StorageError) || error.reason !== 'NotFound') throw error;
    await store.head(to);
    return;
  }
  if (from !== to) await store.delete([from]);
}
