'use client';

import type { WallpaperPage } from '@easel/api/contract';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { ReadPages } from '@/features/gallery/endless-rows';
import type { Filters } from '@/features/gallery/filters';
import { ask } from '@/trpc/ask';

type List = { pages: readonly WallpaperPage[]; state: 'idle' | 'fetching' | 'failed' };

/** Lists that can be gone back to, as far as they had been read. */
const KEPT = 12;
const lists = new Map<string, List>();
const listeners = new Set<() => void>();

/** The public gallery from the page that the server rendered onwards, in a kilobyte of its own. */
export function usePublicPages(
  first: WallpaperPage,
  filters: Filters & { creatorId?: string },
): ReadPages & { data: List; first: WallpaperPage; beginWith: (page: WallpaperPage) => void } {
  // A new first page begins a new list; going back finds the old one.
  const begin = first.items[0]?.id ?? 'empty';
  const key = JSON.stringify([filters, begin, first.nextCursor]);
  const kept = useSyncExternalStore(
    subscribe,
    () => lists.get(key),
    () => undefined,
  );
  const list = kept ?? { pages: [first], state: 'idle' as const };
  const cursor = list.pages.at(-1)?.nextCursor ?? null;

  const fetchNextPage = useCallback(async () => {
    const before = lists.get(key) ?? { pages: [first], state: 'idle' as const };
    const from = before.pages.at(-1)?.nextCursor;
    if (before.state === 'fetching' || !from) return;
    keep(key, { pages: before.pages, state: 'fetching' });
    try {
      const next = await ask(
        'wallpaper.list',
        { ...filters, cursor: from },
        { credentials: 'omit' },
      );
      keep(key, { pages: [...before.pages, next], state: 'idle' });
    } catch {
      keep(key, { pages: before.pages, state: 'failed' });
    }
  }, [key, first, filters]);

  // What failed for want of a connection goes on by itself when there is one.
  const failed = list.state === 'failed';
  useEffect(() => {
    if (!failed) return;
    window.addEventListener('online', fetchNextPage);
    return () => window.removeEventListener('online', fetchNextPage);
  }, [failed, fetchNextPage]);

  const isFetching = list.state === 'fetching';
  return {
    first: list.pages[0] ?? first,
    beginWith: useCallback((page) => keep(key, { pages: [page], state: 'idle' }), [key]),
    data: list,
    isFetching,
    isFetchingNextPage: isFetching,
    isFetchNextPageError: failed,
    hasNextPage: cursor !== null,
    fetchNextPage,
  };
}

function keep(key: string, list: List): void {
  lists.delete(key);
  lists.set(key, list);
  for (const oldest of [...lists.keys()].slice(0, -KEPT)) lists.delete(oldest);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
