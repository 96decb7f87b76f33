import { type Db, garbage, type Transaction } from '@easel/db';
import type { Key, ObjectInfo } from '@easel/storage';
import { inArray } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { findLive, lockOwners, type OwnedObject, ownerOf } from './garbage.ts';

const PAGE = 500;
const DAY_MS = 24 * 3_600_000;

type OwnObject = ObjectInfo & OwnedObject;

export type OrphanReport = {
  /** Objects looked at. */
  objects: number;
  orphans: number;
  /** Of the orphans. */
  bytes: number;
  /** Without a row, but less than a day old or of a picture that is being worked on: left alone. */
  young: number;
  /** Not named as the application names objects: left alone. */
  foreign: number;
};

/**
 * Compares what is stored with the rows and finds objects that nothing refers to; with `remove` it
 * removes them. Never those younger than a day, nor what moves, deletions or generations in progress
 * have to do with. Holds one page of objects at a time. `found` is told each orphan.
 */
export async function sweepOrphans(
  studio: Studio,
  options: { remove: boolean; signal: AbortSignal; found: (key: Key, bytes: number) => void },
): Promise<OrphanReport> {
  const report: OrphanReport = { objects: 0, orphans: 0, bytes: 0, young: 0, foreign: 0 };
  for await (const page of pagesOf(studio.store.list(''))) {
    options.signal.throwIfAborted();
    report.objects += page.length;
    for (const { key, size } of await orphansOf(studio, page, options.remove, report)) {
      report.orphans += 1;
      report.bytes += size;
      options.found(key, size);
    }
  }
  return report;
}

async function orphansOf(
  { db, store }: Studio,
  page: ObjectInfo[],
  remove: boolean,
  report: OrphanReport,
): Promise<OwnObject[]> {
  const ours: OwnObject[] = page.flatMap((object) => {
    const ownerId = ownerOf(object.key);
    return ownerId ? [{ ...object, ownerId }] : [];
  });
  report.foreign += page.length - ours.length;
  const unknown = await withoutRow(db, ours);
  const newest = Date.now() - DAY_MS;
  const old = unknown.filter(({ modifiedAt }) => modifiedAt.getTime() < newest);
  report.young += unknown.length - old.length;
  if (old.length === 0) return [];
  return db.transaction(async (tx) => {
    const busy = await lockOwners(tx, old);
    const idle = old.filter(({ ownerId }) => !busy.has(ownerId));
    report.young += old.length - idle.length;
    // Once more, now that nothing can begin.
    const orphans = await withoutRow(tx, idle);
    if (remove) await store.delete(orphans.map(({ key }) => key));
    return orphans;
  });
}

/** Those that neither a row nor the garbage knows, which has its own collector and those of moves in progress. */
async function withoutRow(db: Db | Transaction, objects: OwnObject[]): Promise<OwnObject[]> {
  if (objects.length === 0) return [];
  const keys = objects.map(({ key }) => key);
  const marked = await db
    .select({ key: garbage.key })
    .from(garbage)
    .where(inArray(garbage.key, keys));
  const known = new Set([...(await findLive(db, objects)), ...marked.map(({ key }) => key)]);
  return objects.filter(({ key }) => !known.has(key));
}

async function* pagesOf<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
