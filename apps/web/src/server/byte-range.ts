import 'server-only';

/** Inclusive positions; a `start` below zero counts from the end, as in the last 500 bytes. */
export type AskedRange = { start: number; end?: number };

/**
 * The one range that a `Range` header asks for. Null means: send everything, which is the right
 * answer to other units, to several ranges and to nonsense (RFC 9110, 14.2).
 */
export function askedRange(header: string | null): AskedRange | null {
  const match = header?.match(/^bytes=\s*(\d*)-(\d*)\s*$/i);
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const start = first === '' ? -Number(last) : Number(first);
  if (first === '') return { start };
  if (last === '') return { start };
  return Number(last) < start ? null : { start, end: Number(last) };
}

/** What of `size` bytes a range names, or `unsatisfiable` when that is nothing. */
export function within(
  range: AskedRange,
  size: number,
): { start: number; end: number } | 'unsatisfiable' {
  if (Object.is(range.start, -0)) return 'unsatisfiable';
  const start = range.start < 0 ? Math.max(0, size + range.start) : range.start;
  const end = Math.min(range.end ?? size - 1, size - 1);
  return start < size && start <= end ? { start, end } : 'unsatisfiable';
}

/** Whether `If-None-Match` names the entity tag, weakly compared. */
export function matchesTag(header: string | null, etag: string): boolean {
  if (!header) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${etag}"`);
}
