'use client';

import type { WallpaperCard, WallpaperPage } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EndlessRows, type ReadPages } from '@/features/gallery/endless-rows';
import { FailedNotice } from '@/ui/failed-notice';
import { RowsSkeleton } from '@/ui/rows-skeleton';

/** A list that is read page by page, as `useInfiniteQuery` gives it. */
type Pages = Omit<ReadPages, 'data'> & {
  data: { pages: readonly WallpaperPage[] } | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
};

/** A list of pictures that goes on as it is scrolled, with all four of its states. */
export function InfiniteRows(props: {
  label: string;
  pages: Pages;
  empty: ReactNode;
  action?: (card: WallpaperCard) => ReactNode;
}) {
  const t = useTranslations('gallery');
  const { pages } = props;
  if (pages.isPending) return <RowsSkeleton />;
  if (pages.data) return <EndlessRows {...props} pages={{ ...pages, data: pages.data }} />;
  return <FailedNotice title={t('failed')} error={pages.error} onRetry={pages.refetch} />;
}
