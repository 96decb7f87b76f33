import {
  accounts,
  focalPoints,
  generations,
  likes,
  sessions,
  tokens,
  users,
  wallpapers,
} from '@easel/db';
import { type Key, parseKey, StorageError } from '@easel/storage';
import { makeZip } from 'client-zip';
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { downloadName } from '../wallpaper/download.ts';
import { deviceOf } from './device.ts';
import { sessionIsOpen } from './sessions.ts';

/** Where the archive is; see `exportAccount`. */
const ARCHIVE = '/api/account/export';

const PAGE = 100;

/** Rows at a time come with the moment and the id that the next page begins after. */
type Row = { id: string; createdAt: Date };

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

async function readAccount({ db }: Studio, viewer: User) {
  const [user] = await db.select().from(users).where(eq(users.id, viewer.id));
  if (!user) throw new EaselError('SIGNED_OUT');
  const { image, id, name, email, screens, createdAt } = user;
  const signIns = await db
    .select({ provider: accounts.provider, accountId: accounts.providerAccountId })
    .from(accounts)
    .where(eq(accounts.userId, id));
  const open = await db
    .select({
      userAgent: sessions.userAgent,
      startedAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(eq(sessions.userId, id));
  const keys = await db
    .select({ name: tokens.name, scope: tokens.scope, createdAt: tokens.createdAt })
    .from(tokens)
    .where(eq(tokens.userId, id));
  const focus = await db
    .select({ wallpaper: focalPoints.wallpaperId, x: focalPoints.x, y: focalPoints.y })
    .from(focalPoints)
    .where(eq(focalPoints.userId, id));
  const devices = open.map((session) => ({ ...session, device: deviceOf(session.userAgent) }));
  const own = { id, name, email, screens, createdAt, focalPoints: focus };
  const facts = { ...own, signIns, sessions: devices, tokens: keys };
  return { facts, avatar: image };
}

/** The viewer's wallpapers, the deleted ones that can be restored included, the oldest first. */
function wallpapersOf({ db }: Studio, viewer: User) {
  const { tokens: _, creatorId: __, score: ___, ...columns } = getTableColumns(wallpapers);
  const rows = paged(async (after: Row | undefined) =>
    db
      .select(columns)
      .from(wallpapers)
      .where(and(eq(wallpapers.creatorId, viewer.id), later(after, wallpapers)))
      .orderBy(asc(wallpapers.createdAt), asc(wallpapers.id))
      .limit(PAGE),
  );
  return mapped(rows, (row) => ({ ...row, file: fileOf(row) }));
}

function generationsOf({ db }: Studio, viewer: User) {
  const { userId: _, requestId: __, version: ___, ...columns } = getTableColumns(generations);
  return paged(async (after: Row | undefined) =>
    db
      .select(columns)
      .from(generations)
      .where(and(eq(generations.userId, viewer.id), later(after, generations)))
      .orderBy(asc(generations.createdAt), asc(generations.id))
      .limit(PAGE),
  );
}

function likesOf({ db }: Studio, viewer: User) {
  return paged(async (after: Row | undefined) =>
    db
      .select({ id: likes.wallpaperId, createdAt: likes.createdAt })
      .from(likes)
      .where(
        and(
          eq(likes.userId, viewer.id),
          later(after, { createdAt: likes.createdAt, id: likes.wallpaperId }),
        ),
      )
      .orderBy(asc(likes.createdAt), asc(likes.wallpaperId))
      .limit(PAGE),
  );
}

function later(after: Row | undefined, columns: Record<keyof Row, AnyPgColumn>) {
  if (!after) return undefined;
  const from = sql`(${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return sql`(${columns.createdAt}, ${columns.id}) > ${from}`;
}

/** Every row that `read` finds, page by page. */
async function* paged<R extends Row>(read: (after: Row | undefined) => Promise<R[]>) {
  let after: Row | undefined;
  do {
    const rows = await read(after);
    yield* rows;
    after = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (after);
}

async function* mapped<From, To>(rows: AsyncIterable<From>, map: (row: From) => To) {
  for await (const row of rows) yield map(row);
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

/** By day and words, and by id, so that no two are alike; letters, digits and dashes only. */
function fileOf(row: {
  id: string;
  prompt: string;
  width: number;
  height: number;
  createdAt: Date;
  originalKey: string;
}): string {
  const extension = row.originalKey.slice(row.originalKey.lastIndexOf('.') + 1);
  const name = downloadName(row.prompt, row.width, row.height, extension);
  return `wallpapers/${row.createdAt.toISOString().slice(0, 10)}-${row.id.slice(-12)}-${name}`;
}

/** The bytes of a stream; whoever stops reading lets go of its source. */
async function* chunksOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of body) yield new Uint8Array(chunk);
}
