'use client';

import type { WallpaperPage } from '@easel/api/contract';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import type { Filters } from '@/features/gallery/filters';
import { InfiniteRows } from '@/features/gallery/infinite-rows';
import { getPathname } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';

/** The public gallery, or one creator's part of it, from the page that the server rendered onwards. */
export function Gallery(props: {
  label: string;
  first: WallpaperPage;
  filters: Filters & { creatorId?: string };
  empty: ReactNode;
}) {
  const locale = useLocale();
  const utils = trpc.useUtils();
  const { creatorId, ...filters } = props.filters;
  const pathname = creatorId ? `/u/${creatorId}` : '/';
  // A new first page begins a new list; going back finds the old one, as far as it had been read.
  const begin = props.first.items[0]?.id ?? 'empty';
  return (
    <InfiniteRows
      label={props.label}
      queryKey={['gallery', props.filters, begin, props.first.nextCursor]}
      first={props.first}
      fetchPage={(cursor, signal) =>
        utils.client.wallpaper.list.query(
          { ...props.filters, ...(cursor && { cursor }) },
          { signal },
        )
      }
      moreHref={(cursor) =>
        getPathname({ locale, href: { pathname, query: { ...filters, cursor } } })
      }
      empty={props.empty}
    />
  );
}
