import { type Key, parseKey, StorageError } from '@easel/storage';
import { makeZip } from 'client-zip';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { generationsOf, likesOf, readAccount, wallpapersOf } from './export-rows.ts';
import { sessionIsOpen } from './sessions.ts';

/** Where the archive is; see `exportAccount`. */
const ARCHIVE = '/api/account/export';

/** Where the viewer downloads everything of theirs. */
export async function linkExport(): Promise<{ url: string }> {
  return { url: ARCHIVE };
}

/**
 * Everything of the viewer's as one zip: JSON of every row, and the pictures byte for byte. It is
 * made while it is read, so neither its size nor its beginning waits for anything. Ends with an
 * error when the session does.
 */
export function exportAccount(
  studio: Studio,
  viewer: User,
  asked: AbortSignal,
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const signal = AbortSignal.any([asked, left.signal]);
  const reader = makeZip(entriesOf(studio, viewer, signal)).getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          // An answer that has begun can only be cut off; the log says why.
          if (!signal.aborted) studio.log.warn({ err: error, user: viewer.id }, 'an export failed');
          controller.error(error);
        }
      },
      async cancel(reason) {
        // Closes the picture that is open, whether any of it has been read or not.
        left.abort();
        // The zip's own stream takes the end of its reader for a failure.
        await reader.cancel(reason).catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

type Entry = {
  name: string;
  lastModified?: Date;
  input: string | AsyncIterable<string | Uint8Array<ArrayBuffer>>;
};

async function* entriesOf(
  studio: Studio,
  viewer: User,
  signal: AbortSignal,
): AsyncGenerator<Entry> {
  const account = await readAccount(studio, viewer);
  yield { name: 'account.json', input: JSON.stringify(account.facts, null, 2) };
  yield { name: 'wallpapers.json', input: json(wallpapersOf(studio, viewer)) };
  yield { name: 'generations.json', input: json(generationsOf(studio, viewer)) };
  yield { name: 'likes.json', input: json(likesOf(studio, viewer)) };

  const missing: string[] = [];
  async function* file(name: string, key: Key, lastModified?: Date): AsyncGenerator<Entry> {
    signal.throwIfAborted();
    try {
      const { body } = await studio.store.get(key, { signal });
      // One at a time: the next is opened when this one has been read.
      yield { name, input: chunksOf(body), ...(lastModified && { lastModified }) };
    } catch (error) {
      if (!(error instanceof StorageError && error.reason === 'NotFound')) throw error;
      missing.push(name);
    }
  }
  if (account.avatar) yield* file('avatar.webp', parseKey(account.avatar));
  for await (const row of wallpapersOf(studio, viewer)) {
    await requireOpen(studio, viewer);
    yield* file(row.file, parseKey(row.originalKey), row.createdAt);
  }
  // An account that ends meanwhile loses its rows, and what is left must not pass for everything.
  await requireOpen(studio, viewer);
  if (missing.length > 0) yield { name: 'missing.json', input: JSON.stringify(missing, null, 2) };
}

/** Whoever holds a copy of the session reads on only while it is one. */
async function requireOpen(studio: Studio, { session }: User): Promise<void> {
  if (session && !(await sessionIsOpen(studio, session))) throw new EaselError('SIGNED_OUT');
}

/** A JSON array, a row a line. */
async function* json(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** The bytes of a stream; whoever stops reading lets go of its source. */
async function* chunksOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of body) yield new Uint8Array(chunk);
}
