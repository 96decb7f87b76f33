import type { AnyColumn, Placeholder, SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { EaselError } from './errors.ts';

/** Where a page ended: the value it was sorted by, and the id that decides between equals. */
export type Cursor = { value: string; id: string };

/** What a list is sorted by; a cursor of one sort means nothing in another. */
type CursorKind = 'time' | 'score';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const CHECK: Record<CursorKind, (value: string) => boolean> = {
  // A day that the calendar does not have is no place in a list.
  time: (value) => {
    const at = new Date(value);
    // Years of more than four digits are written in a way that the database does not read.
    return at.getTime() >= 0 && at.toISOString() === value && value.length === 24;
  },
  score: (value) => {
    const score = Number(value);
    return String(score) === value && score >= 0 && score < 1e9;
  },
};

const TYPE: Record<CursorKind, SQL> = { time: sql`timestamptz`, score: sql`double precision` };

/**
 * Reads a cursor back. It holds nothing secret, only a place, so it is checked and not signed. Throws
 * INPUT_INVALID for one that was not made for this order.
 */
export function readCursor(text: string, kind: CursorKind): Cursor {
  const parts = Buffer.from(text, 'base64url').toString('utf8').split('|');
  const [found, value = '', id = ''] = parts;
  if (parts.length !== 3 || found !== kind || !CHECK[kind](value) || !ID.test(id))
    throw new EaselError('INPUT_INVALID');
  return { value, id };
}

/**
 * The `where` of the page after a cursor, for rows in descending order of (`order`, `id`): no row
 * twice and none skipped while others come and go. Throws INPUT_INVALID for a cursor that was not
 * made for this order.
 */
export function pageAfter(
  cursor: string | undefined,
  kind: CursorKind,
  order: AnyColumn,
  id: AnyColumn,
): SQL | undefined {
  if (cursor === undefined) return undefined;
  const after = readCursor(cursor, kind);
  return isAfter(kind, order, id, after.value, after.id);
}

/** The same for a place that may be a placeholder. */
export function isAfter(
  kind: CursorKind,
  order: AnyColumn,
  id: AnyColumn,
  value: string | Placeholder,
  last: string | Placeholder,
): SQL {
  return sql`(${order}, ${id}) < (${value}::${TYPE[kind]}, ${last}::uuid)`;
}

/** The place before the first of a list, in either order. */
export const BEGINNING: Cursor = {
  value: 'infinity',
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

/** Cuts a page of `limit` out of the `limit + 1` rows that were read, and names the place it ended. */
export function toPage<Row extends { id: string }>(
  rows: Row[],
  limit: number,
  kind: CursorKind,
  value: (row: Row) => Date | number,
): { rows: Row[]; nextCursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (!last) return { rows, nextCursor: null };
  const at = value(last);
  const text = at instanceof Date ? at.toISOString() : String(at);
  return {
    rows: rows.slice(0, limit),
    nextCursor: Buffer.from(`${kind}|${text}|${last.id}`).toString('base64url'),
  };
}
