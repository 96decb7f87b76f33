import { checkContentType, contentTypeOf, keyOrNothing, parseKey } from './key.ts';
import { addressOf } from './s3-address.ts';
import { createS3, type S3, type S3Settings } from './s3-client.ts';
import { failureOf, toStorageError } from './s3-errors.ts';
import {
  type ByteRange,
  type Key,
  moveByCopy,
  type ObjectInfo,
  StorageError,
  type Store,
} from './store.ts';

export type { S3Settings } from './s3-client.ts';

const LARGE = 16 * 1024 * 1024;
const PART = 8 * 1024 * 1024;
const DELETE_AT_ONCE = 1000;

/** A store in a bucket of AWS or any service that speaks its protocol. */
export function openS3Store(settings: S3Settings): Store {
  const { bucket: Bucket } = settings;
  const s3 = createS3(settings);

  const store: Store = {
    put: (key, body, { contentType, signal }) =>
      mapped(signal, async () => {
        parseKey(key);
        checkContentType(key, contentType);
        const object = {
          Bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          CacheControl: cacheControlOf(key),
        };
        const send = body.byteLength < LARGE ? putAtOnce : putInParts;
        try {
          await send(await s3(), { ...object, IfNoneMatch: '*' }, signal);
        } catch (error) {
          const { name, status } = failureOf(error);
          // The key exists, and names the same bytes.
          if (status === 412) return;
          if (status !== 501 && name !== 'NotImplemented') throw error;
          await send(await s3(), object, signal);
        }
      }),

    get: (key, { range, signal } = {}) =>
      mapped(signal, async () => {
        parseKey(key);
        checkRange(range);
        const { sdk, client } = await s3();
        const Range = range && `bytes=${range.start}-${range.end}`;
        const command = new sdk.GetObjectCommand({ Bucket, Key: key, Range });
        const answer = await client.send(command, { abortSignal: signal });
        if (!answer.Body) throw new StorageError('Unavailable', 'the service sent no body');
        // `bytes 0-9/1234`: behind the slash is the size of the whole object.
        const whole = Number(answer.ContentRange?.split('/')[1]);
        const size = Number.isFinite(whole) ? whole : (answer.ContentLength ?? 0);
        const body = withErrors(answer.Body.transformToWebStream(), signal);
        return { info: infoOf(key, { ...answer, Size: size }), body };
      }),

    head: (key, { signal } = {}) =>
      mapped(signal, async () => {
        const { sdk, client } = await s3();
        const command = new sdk.HeadObjectCommand({ Bucket, Key: parseKey(key) });
        const answer = await client.send(command, { abortSignal: signal });
        return infoOf(key, { ...answer, Size: answer.ContentLength });
      }),

    copy: (from, to) =>
      mapped(undefined, async () => {
        checkContentType(parseKey(to), contentTypeOf(parseKey(from)));
        const { sdk, client } = await s3();
        await client.send(
          new sdk.CopyObjectCommand({
            Bucket,
            Key: to,
            CopySource: `${Bucket}/${from}`,
            // Who may cache it depends on the new key.
            MetadataDirective: 'REPLACE',
            ContentType: contentTypeOf(to),
            CacheControl: cacheControlOf(to),
          }),
        );
      }),

    move: (from, to) => moveByCopy(store, from, to),

    delete: (keys) =>
      mapped(undefined, async () => {
        const objects = keys.map((key) => ({ Key: parseKey(key) }));
        for (let at = 0; at < objects.length; at += DELETE_AT_ONCE) {
          const { sdk, client } = await s3();
          const Delete = { Objects: objects.slice(at, at + DELETE_AT_ONCE), Quiet: true };
          const answer = await client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete }));
          const failed = answer.Errors?.find(({ Code }) => Code !== 'NoSuchKey');
          if (!failed) continue;
          const reason = failed.Code === 'AccessDenied' ? 'Denied' : 'Unavailable';
          throw new StorageError(reason, `${failed.Key} was not deleted: ${failed.Code}`);
        }
      }),

    async *list(prefix) {
      let ContinuationToken: string | undefined;
      do {
        const page = await mapped(undefined, async () => {
          const { sdk, client } = await s3();
          const where = { Bucket, Prefix: prefix, ContinuationToken };
          return client.send(new sdk.ListObjectsV2Command(where));
        });
        for (const item of page.Contents ?? []) {
          const key = item.Key && keyOrNothing(item.Key);
          if (key) yield infoOf(key, item);
        }
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (ContinuationToken);
    },

    publicUrl: (key) => addressOf(settings, key),

    check: (signal) =>
      mapped(signal, async () => {
        const { sdk, client } = await s3();
        const command = new sdk.HeadBucketCommand({ Bucket });
        await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
          if (failureOf(error).status !== 404) throw error;
          throw new StorageError('Unavailable', `there is no bucket ${Bucket}`, error);
        });
      }),
  };
  return store;
}

type ObjectToPut = {
  Bucket: string;
  Key: Key;
  Body: Uint8Array;
  ContentType: string;
  CacheControl: string;
  IfNoneMatch?: string;
};

async function putAtOnce({ sdk, client }: S3, object: ObjectToPut, signal?: AbortSignal) {
  await client.send(new sdk.PutObjectCommand(object), { abortSignal: signal });
}

async function putInParts({ client }: S3, object: ObjectToPut, signal?: AbortSignal) {
  const { Upload } = await import('@aws-sdk/lib-storage');
  const upload = new Upload({ client, params: object, partSize: PART, queueSize: 3 });
  const abort = () => void upload.abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await upload.done();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function cacheControlOf(key: Key): string {
  const who = key.startsWith('public/') ? 'public' : 'private';
  return `${who}, max-age=31536000, immutable`;
}

function checkRange(range: ByteRange | undefined): void {
  // A range that makes no sense would be answered with the whole object.
  if (!range || (range.start >= 0 && range.end >= range.start)) return;
  throw new StorageError('InvalidRange', `no bytes ${range.start}-${range.end}`);
}

function infoOf(
  key: Key,
  facts: { Size?: number; ETag?: string; LastModified?: Date },
): ObjectInfo {
  return {
    key,
    size: facts.Size ?? 0,
    contentType: contentTypeOf(key),
    etag: (facts.ETag ?? '').replace(/^W\/|"/g, ''),
    modifiedAt: facts.LastModified ?? new Date(0),
  };
}

/** The same stream with its failure in the store's terms. */
function withErrors(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await mapped(signal, () => reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

async function mapped<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw toStorageError(error);
  }
}
