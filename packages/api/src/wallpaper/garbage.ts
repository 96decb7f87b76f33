import {
  type Db,
  derivatives,
  garbage,
  generations,
  type Transaction,
  users,
  wallpapers,
} from '@easel/db';
import type { Key, Store } from '@easel/storage';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { hasEnded } from '../contract.ts';

/** Objects removed in one transaction. */
const AT_ONCE = 500;

/** A stored object and the id in its key: of a wallpaper, of the generation that makes it, or of a person. */
export type OwnedObject = { key: Key; ownerId: string };

const OWNED =
  /^(?:public|private)\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/[\da-f]{64}\.[a-z]+$/;

/** The id in a key; undefined for one that the application would not have made. */
export function ownerOf(key: Key): string | undefined {
  return OWNED.exec(key)?.[1];
}

/**
 * Writes down objects that nobody will need: those in the making (`later`, when ten minutes have
 * not made them somebody's) and those that nothing points to any more (`now`).
 */
export async function markGarbage(
  db: Db | Transaction,
  ownerId: string,
  keys: Key[],
  due: 'now' | 'later',
): Promise<void> {
  if (keys.length === 0) return;
  const dueAt = due === 'now' ? sql`now()` : sql`now() + interval '10 minutes'`;
  await db
    .insert(garbage)
    .values(keys.map((key) => ({ key, ownerId, dueAt })))
    .onConflictDoUpdate({ target: garbage.key, set: { dueAt: sql`excluded.due_at` } });
}

/**
 * Removes garbage (all, or these keys of it) whose time has come and that nothing refers to, but not
 * where something is under way with its owner. Returns how many objects went.
 */
export async function collectGarbage({ db, store }: Studio, only?: Key[]): Promise<number> {
  const due = await db
    .select({ key: garbage.key, ownerId: garbage.ownerId })
    .from(garbage)
    .where(and(lte(garbage.dueAt, sql`now()`), only && inArray(garbage.key, only)))
    .orderBy(asc(garbage.dueAt))
    .limit(AT_ONCE);
  if (due.length === 0) return 0;
  return db.transaction(async (tx) => {
    const busy = await lockOwners(tx, due);
    const waiting = due.filter(({ ownerId }) => busy.has(ownerId)).map(({ key }) => key);
    if (waiting.length > 0)
      await tx
        .update(garbage)
        .set({ dueAt: sql`now() + interval '15 seconds'` })
        .where(inArray(garbage.key, waiting));
    return removeObjects(
      tx,
      store,
      due.filter(({ ownerId }) => !busy.has(ownerId)),
    );
  });
}

/**
 * Removes what a move has left of one picture at its old keys, as soon as whoever holds the picture
 * (a file of it is being made) lets go.
 */
export async function collectMoved({ db, store }: Studio, id: string, keys: Key[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select().from(wallpapers).where(eq(wallpapers.id, id)).for('update');
    await removeObjects(
      tx,
      store,
      keys.map((key) => ({ key, ownerId: id })),
    );
  });
}

/** Objects whose owners are locked: those of them that are still due and that no row refers to go. */
async function removeObjects(
  tx: Transaction,
  store: Store,
  objects: OwnedObject[],
): Promise<number> {
  if (objects.length === 0) return 0;
  const keys = objects.map(({ key }) => key);
  // A move may have put its mark on one of them again since they were read.
  const struck = await tx
    .delete(garbage)
    .where(and(inArray(garbage.key, keys), lte(garbage.dueAt, sql`now()`)))
    .returning({ key: garbage.key });
  const live = await findLive(tx, objects);
  const dead = struck.map(({ key }) => key).filter((key) => !live.has(key));
  await store.delete(dead);
  return dead.length;
}

/** Which of these objects a row refers to. */
export async function findLive(db: Db | Transaction, objects: OwnedObject[]): Promise<Set<Key>> {
  const keys = objects.map(({ key }) => key);
  // By owner first: the keys of files have no index of their own.
  const owners = [...new Set(objects.map(({ ownerId }) => ownerId))];
  const found = [
    await db
      .select({ key: wallpapers.originalKey })
      .from(wallpapers)
      .where(inArray(wallpapers.id, owners)),
    await db
      .select({ key: derivatives.key })
      .from(derivatives)
      .where(and(inArray(derivatives.wallpaperId, owners), inArray(derivatives.key, keys))),
    await db.select({ key: users.image }).from(users).where(inArray(users.id, owners)),
  ];
  const referred = new Set<string | null>(found.flat().map(({ key }) => key));
  return new Set(keys.filter((key) => referred.has(key)));
}

/**
 * Keeps moves, deletions, generations and uploads of these owners from beginning until the
 * transaction ends, by holding the locks that those take. Returns the owners that something is under
 * way with: it never waits for a lock, which would be a deadlock now and then.
 */
export async function lockOwners(tx: Transaction, objects: OwnedObject[]): Promise<Set<string>> {
  const owners = [...new Set(objects.map(({ ownerId }) => ownerId))];
  const pictures = await tx
    .select({ id: wallpapers.id })
    .from(wallpapers)
    .where(inArray(wallpapers.id, owners))
    .for('update', { skipLocked: true });
  const makings = await tx
    .select({ id: generations.id, status: generations.status })
    .from(generations)
    .where(inArray(generations.id, owners))
    .for('update', { skipLocked: true });
  const people = await tx
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, owners))
    .for('no key update', { skipLocked: true });
  return new Set([
    ...makings.filter(({ status }) => !hasEnded(status)).map(({ id }) => id),
    ...(await otherRows(tx, wallpapers, owners, pictures)),
    ...(await otherRows(tx, generations, owners, makings)),
    ...(await otherRows(tx, users, owners, people)),
  ]);
}

/** The rows of these ids that somebody else holds. */
async function otherRows(
  tx: Transaction,
  table: typeof wallpapers | typeof generations | typeof users,
  ids: string[],
  held: { id: string }[],
): Promise<string[]> {
  const mine = new Set(held.map(({ id }) => id));
  const found = await tx.select({ id: table.id }).from(table).where(inArray(table.id, ids));
  return found.map(({ id }) => id).filter((id) => !mine.has(id));
}
