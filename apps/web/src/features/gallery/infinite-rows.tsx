'use client';

import type { WallpaperCard, WallpaperPage } from '@easel/api/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { PictureRows } from '@/features/gallery/picture-rows';
import { useFailure } from '@/i18n/use-failure';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';
import { RowsSkeleton } from '@/ui/rows-skeleton';

/** Far enough ahead that a reader rarely sees the end of the list. */
const AHEAD = '1600px';

/** A list of pictures that goes on as it is scrolled, with all four of its states. */
export function InfiniteRows(props: {
  label: string;
  queryKey: readonly unknown[];
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<WallpaperPage>;
  /** The first page, when the server has rendered it already. */
  first?: WallpaperPage;
  /** Where the next page can be read without scripts. */
  moreHref?: (cursor: string) => string;
  empty: ReactNode;
  action?: (card: WallpaperCard) => ReactNode;
}) {
  const t = useTranslations('gallery');
  const failure = useFailure();
  const pages = useInfiniteQuery({
    queryKey: props.queryKey,
    queryFn: ({ pageParam, signal }) => props.fetchPage(pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...(props.first && {
      initialData: { pages: [props.first], pageParams: [''] },
      // The server has just read it; a fresh visit brings a fresh first page.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  });
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!end.current || !hasNextPage || isFetching || isFetchNextPageError) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && fetchNextPage(),
      { rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);

  if (pages.isPending) return <RowsSkeleton />;
  if (!pages.data) {
    return (
      <Notice
        urgent
        title={t('failed')}
        action={
          <button type="button" className={button('quiet')} onClick={() => pages.refetch()}>
            {t('tryAgain')}
          </button>
        }
      >
        {failure(pages.error)}
      </Notice>
    );
  }

  const items = pages.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return props.empty;
  const cursor = pages.data.pages.at(-1)?.nextCursor;
  return (
    <>
      <PictureRows label={props.label} items={items} leading action={props.action} />
      <p role="status" className="sr-only">
        {pages.isFetchingNextPage
          ? t('loadingMore')
          : pages.data.pages.length > 1 && t('shown', { count: items.length })}
      </p>
      <div ref={end} className="grid min-h-24 place-items-center py-6">
        {isFetchNextPageError && <p role="alert">{t('moreFailed')}</p>}
        {cursor && (
          <a
            href={props.moreHref?.(cursor)}
            onClick={(event) => {
              event.preventDefault();
              fetchNextPage();
            }}
            className={button('quiet', pages.isFetchingNextPage ? 'breathe' : '')}
          >
            {isFetchNextPageError ? t('tryAgain') : t('more')}
          </a>
        )}
      </div>
    </>
  );
}
