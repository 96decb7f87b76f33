'use client';

import type { WallpaperPage } from '@easel/api/contract';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import type { Filters } from '@/features/gallery/filters';
import { InfiniteRows } from '@/features/gallery/infinite-rows';
import { usePublicPages } from '@/features/gallery/use-public-pages';
import { getPathname } from '@/i18n/navigation';

/** The public gallery, or one creator's part of it. */
export function Gallery(props: {
  label: string;
  first: WallpaperPage;
  filters: Filters & { creatorId?: string };
  empty: ReactNode;
}) {
  const locale = useLocale();
  const pages = usePublicPages(props.first, props.filters);
  const { creatorId, ...filters } = props.filters;
  const pathname = creatorId ? `/u/${creatorId}` : '/';
  return (
    <InfiniteRows
      label={props.label}
      pages={pages}
      moreHref={(cursor) =>
        getPathname({ locale, href: { pathname, query: { ...filters, cursor } } })
      }
      empty={props.empty}
    />
  );
}
