'use client';

import type { WallpaperPage } from '@easel/api/contract';
import { useLocale } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { EndlessRows } from '@/features/gallery/endless-rows';
import type { Filters } from '@/features/gallery/filters';
import { NewPictures } from '@/features/gallery/new-pictures';
import { usePublicPages } from '@/features/gallery/use-public-pages';
import { getPathname } from '@/i18n/navigation';

/** The public gallery, or one creator's part of it. */
export function Gallery(props: {
  label: string;
  first: WallpaperPage;
  /** Behind which place of the list `first` is; absent at its start. */
  cursor: string | undefined;
  filters: Filters & { creatorId?: string };
  empty: ReactNode;
}) {
  const locale = useLocale();
  const { cursor, filters } = props;
  const pages = usePublicPages(props.first, filters);
  const addressOf = useCallback(
    (after: string | undefined) => {
      const { creatorId, ...narrowing } = filters;
      const pathname = creatorId ? `/u/${creatorId}` : '/';
      const query = { ...narrowing, cursor: after };
      return getPathname({ locale, href: { pathname, query } });
    },
    [locale, filters],
  );
  const read = pages.data.pages;
  const [place, setPlace] = useState<typeof import('@/features/gallery/place-in-address')>();
  useEffect(() => {
    if (place) return place.keepPlaceInAddress(read, cursor, addressOf);
    // Fetched when somebody scrolls: the first load has no room for it.
    const fetched = () => import('@/features/gallery/place-in-address').then(setPlace, () => {});
    window.addEventListener('scroll', fetched, { once: true });
    return () => window.removeEventListener('scroll', fetched);
  }, [place, read, cursor, addressOf]);

  /** What was pressed is gone then, so that the keyboard and the reader go on from the list. */
  const show = (page: WallpaperPage) => {
    flushSync(() => pages.beginWith(page));
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>('main .rows')?.focus({ preventScroll: true });
  };
  return (
    <>
      {cursor === undefined && filters.sort !== 'popular' && (
        <NewPictures
          key={JSON.stringify(filters)}
          shown={pages.first}
          filters={filters}
          show={show}
        />
      )}
      <EndlessRows label={props.label} pages={pages} moreHref={addressOf} empty={props.empty} />
    </>
  );
}
