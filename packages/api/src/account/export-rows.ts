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
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { downloadName } from '../wallpaper/download.ts';
import { deviceOf } from './device.ts';

const PAGE = 100;

/** Rows at a time come with the moment and the id that the next page begins after. */
type Row = { id: string; createdAt: Date };

/** What is known of the viewer but for their pictures, and the key of their avatar. Throws SIGNED_OUT. */
export async function readAccount({ db }: Studio, viewer: User) {
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
export function wallpapersOf({ db }: Studio, viewer: User) {
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

/** Everything that the viewer has asked for, the oldest first. */
export function generationsOf({ db }: Studio, viewer: User) {
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

/** Which wallpapers the viewer likes, the earliest like first. */
export function likesOf({ db }: Studio, viewer: User) {
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
