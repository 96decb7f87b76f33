'use client';

import type { WallpaperCard, WallpaperPage } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { PictureRows } from '@/features/gallery/picture-rows';
import { button } from '@/ui/button';

/** Far enough ahead that a reader rarely sees the end of the list. */
const AHEAD = '1600px';

/** A list of which there is something, and how to read on. */
export type ReadPages = {
  data: { pages: readonly WallpaperPage[] };
  isFetching: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
};

/** Pictures that go on as they are scrolled. */
export function EndlessRows(props: {
  label: string;
  pages: ReadPages;
  /** Where the next page can be read without scripts. */
  moreHref?: ((cursor: string) => string) | undefined;
  empty: ReactNode;
  action?: ((card: WallpaperCard) => ReactNode) | undefined;
}) {
  const t = useTranslations('gallery');
  const { pages } = props;
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!end.current || !hasNextPage || isFetching || isFetchNextPageError) return;
    const observer = new IntersectionObserver(
      // The last says how it is now; a page that was busy is told several at once.
      (entries) => entries.at(-1)?.isIntersecting && fetchNextPage(),
      { rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);

  const items = pages.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return props.empty;
  const cursor = pages.data.pages.at(-1)?.nextCursor;
  return (
    <>
      <PictureRows
        label={props.label}
        items={items}
        more={hasNextPage}
        leading
        action={props.action}
      />
      <p role="status" className="sr-only">
        {pages.isFetchingNextPage
          ? t('loadingMore')
          : pages.data.pages.length > 1 && t('shown', { count: items.length })}
      </p>
      <div ref={end} className="grid min-h-24 place-content-center justify-items-center gap-3 py-6">
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
