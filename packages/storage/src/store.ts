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

export type PutOptions = { contentType: string; signal?: AbortSignal };

/**
 * A small blob store for immutable objects. Every method throws `StorageError`:
 * `NotFound`, `Denied`, `InvalidKey` (final) or `Unavailable` (worth a retry).
 */
export interface Store {
  /** Stores the bytes whole or not at all. */
  put(key: Key, body: Uint8Array, options: PutOptions): Promise<void>;
  /** Streams an object, or a part of it. */
  get(
    key: Key,
    options?: { range?: ByteRange; signal?: AbortSignal },
  ): Promise<{ info: ObjectInfo; body: ReadableStream<Uint8Array> }>;
  head(key: Key, options?: { signal?: AbortSignal }): Promise<ObjectInfo>;
  copy(from: Key, to: Key): Promise<void>;
  move(from: Key, to: Key): Promise<void>;
  /** Deleting what is not there is not an error. */
  delete(keys: Key[]): Promise<void>;
  /** Every object whose key starts with `prefix`, in key order. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Where a browser reads a `public/…` object: absolute, or a path on the site. */
  publicUrl(key: Key): string;
  /** Resolves when the store answers; throws otherwise. Cheap enough for a readiness check. */
  check(signal?: AbortSignal): Promise<void>;
}

export type StorageReason = 'NotFound' | 'Unavailable' | 'Denied' | 'InvalidKey';

export class StorageError extends Error {
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
