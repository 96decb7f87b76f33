'use client';

import type { WallpaperCard } from '@easel/api/contract';
import { type RefObject, useEffect, useLayoutEffect, useReducer } from 'react';
import type { Part, Rows } from '@/features/gallery/row-window';

/** As many as a browser holds without noticing. */
const MOST = 200;
/** A window that is being dragged is measured when it has come to rest. */
const REST_MS = 250;

/** Fetched with the first list that is long: the first load has no room for it. */
let windowing: typeof import('@/features/gallery/row-window') | undefined;

/** By the first picture of a list: whoever comes back finds the rows where they were. */
const known = new WeakMap<WallpaperCard, Rows>();

/**
 * Which of a long list's pictures to draw, and the exact height of what is left out. Null for a short
 * list, which is drawn whole. The pictures drawn have to carry their places as `aria-posinset`.
 */
export function useRowWindow(
  list: RefObject<HTMLElement | null>,
  items: readonly WallpaperCard[],
): Part[] | null {
  const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
  const isLong = items.length > MOST;
  const rows = isLong ? rowsOf(items[0]) : undefined;

  useEffect(() => {
    if (!isLong || windowing) return;
    const ready = (fetched: NonNullable<typeof windowing>) => {
      windowing = fetched;
      draw();
    };
    // Without it everything is drawn.
    import('@/features/gallery/row-window').then(ready, () => {});
  }, [isLong]);

  useLayoutEffect(() => {
    if (!windowing || !rows || !list.current || rows.shape !== shapeOf(list.current)) return;
    if (rows.known === items.length) return;
    const { measureRows, noteNear } = windowing;
    measureRows(rows, list.current, items);
    if (noteNear(rows, list.current, window.innerHeight)) draw();
  });

  useEffect(() => {
    const element = list.current;
    if (!windowing || !rows || !element) return;
    const { noRows, noteNear } = windowing;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const look = () => noteNear(rows, element, window.innerHeight) && draw();
    const observer = new ResizeObserver(() => {
      const shape = shapeOf(element);
      if (shape === rows.shape) return;
      // All are drawn until it is known where they are now.
      Object.assign(rows, noRows(''));
      draw();
      clearTimeout(rest);
      rest = setTimeout(() => {
        rows.shape = shapeOf(element);
        draw();
      }, REST_MS);
    });
    observer.observe(element);
    window.addEventListener('scroll', look, { passive: true });
    return () => {
      clearTimeout(rest);
      observer.disconnect();
      window.removeEventListener('scroll', look);
    };
  }, [rows, list]);

  return windowing && rows ? windowing.partsOf(rows, items) : null;
}

function rowsOf(first: WallpaperCard | undefined): Rows | undefined {
  if (!windowing || !first) return undefined;
  const rows = known.get(first) ?? windowing.noRows('');
  known.set(first, rows);
  return rows;
}

/** Rows break by the list's width and the size of the letters. */
function shapeOf(list: Element): string {
  const { fontSize } = getComputedStyle(document.documentElement);
  return `${list.getBoundingClientRect().width} ${fontSize}`;
}
