import type { WallpaperCard } from '@easel/api/contract';

/** Pictures by their places in the list: the first, and the one after the last. */
type Range = { from: number; to: number };

/** Pictures to draw, or how high those are that are left out. */
export type Part = Range | { left: number };

/** Where a row begins: with which picture, and how far below the top of the list. */
type Row = { from: number; id: string; top: number };

/** What is known of a list's rows from when they were drawn. They are measured, never worked out. */
export type Rows = {
  /** What the rows depend on besides the pictures. */
  shape: string;
  starts: Row[];
  /** How many pictures that is all about, and how high they are together. */
  known: number;
  height: number;
  /** Which are near the screen, and the one that has the keyboard's focus. */
  near: Range;
  held: number;
};

const ALL: Range = { from: 0, to: Number.POSITIVE_INFINITY };

export function noRows(shape: string): Rows {
  return { shape, starts: [], known: 0, height: 0, near: ALL, held: -1 };
}

/**
 * What of a list to draw: what is near the screen, and the row that has the focus with its
 * neighbours, so that the next press of Tab finds something. What was never measured is drawn.
 */
export function partsOf(rows: Rows, items: readonly WallpaperCard[]): Part[] {
  forgetChanged(rows, items);
  const { starts, known, height, near, held } = rows;
  const end = items.length;
  const topOf = (picture: number) => starts.find(({ from }) => from === picture)?.top ?? 0;

  const ranges = [
    {
      from: starts.findLast(({ from }) => from <= near.from)?.from ?? 0,
      to: (known === end && starts.find(({ from }) => from >= near.to)?.from) || end,
    },
  ];
  const row = held < 0 ? -1 : starts.findLastIndex(({ from }) => from <= held);
  if (row >= 0) ranges.push({ from: starts[row - 1]?.from ?? 0, to: starts[row + 2]?.from ?? end });

  const parts: Part[] = [];
  let at = 0;
  for (const { from, to } of ranges.sort((a, b) => a.from - b.from)) {
    if (from > at) parts.push({ left: topOf(from) - topOf(at) });
    if (to > at) parts.push({ from: Math.max(from, at), to });
    at = Math.max(at, to);
  }
  if (at < end) parts.push({ left: height - topOf(at) });
  return parts;
}

/** Rows that begin with another picture than they did are unknown again, and so is what follows. */
function forgetChanged(rows: Rows, items: readonly WallpaperCard[]): void {
  const changed = rows.starts.findIndex(({ from, id }) => items[from]?.id !== id);
  if (changed < 0) return;
  rows.starts.length = Math.max(0, changed - 1);
  rows.known = 0;
}

/** Reads where the rows are that have been drawn since they were last measured. */
export function measureRows(rows: Rows, list: Element, items: readonly WallpaperCard[]): void {
  const { top, height } = list.getBoundingClientRect();
  for (const drawn of list.children) {
    const from = Number(drawn.getAttribute('aria-posinset')) - 1;
    const id = items[from]?.id;
    const last = rows.starts.at(-1);
    if (id === undefined || (last && from <= last.from)) continue;
    const below = drawn.getBoundingClientRect().top - top;
    if (!last || below > last.top + 1) rows.starts.push({ from, id, top: below });
  }
  rows.known = items.length;
  rows.height = height;
}

/**
 * Notes which rows are near the screen: two screens each way, noted anew when there is less than one
 * left. Says whether that has changed what is to be drawn.
 */
export function noteNear(rows: Rows, list: Element, screen: number): boolean {
  if (rows.known === 0) return false;
  const seen = -list.getBoundingClientRect().top;
  const { near, starts } = rows;
  const within = (above: number, below: number): Range => ({
    from: starts.findLast(({ top }) => top <= seen - above)?.from ?? 0,
    to: starts.find(({ top }) => top >= seen + below)?.from ?? ALL.to,
  });
  const least = within(screen, 2 * screen);
  const most = within(4 * screen, 5 * screen);
  if (
    least.from >= near.from &&
    least.to <= near.to &&
    near.from >= most.from &&
    near.to <= most.to
  )
    return false;
  rows.near = within(2 * screen, 3 * screen);
  const focused = list.contains(document.activeElement)
    ? document.activeElement?.closest('[aria-posinset]')
    : null;
  rows.held = Number(focused?.getAttribute('aria-posinset') ?? 0) - 1;
  return true;
}
