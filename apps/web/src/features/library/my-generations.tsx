'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { GenerationTiles } from '@/features/studio/generation-tiles';
import { Link, useRouter } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { FailedNotice } from '@/ui/failed-notice';
import { Notice } from '@/ui/notice';
import { TilesSkeleton } from '@/ui/tiles-skeleton';

/** Everything that was ever asked for, what failed included. */
export function MyGenerations() {
  const t = useTranslations('library');
  const gallery = useTranslations('gallery');
  const router = useRouter();
  const utils = trpc.useUtils();
  const pages = useInfiniteQuery({
    queryKey: ['generations'],
    // One may have been begun a moment ago.
    staleTime: 0,
    queryFn: ({ pageParam, signal }) =>
      utils.client.generation.list.query(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

  if (pages.isPending) return <TilesSkeleton />;
  if (!pages.data)
    return <FailedNotice title={gallery('failed')} error={pages.error} onRetry={pages.refetch} />;

  const generations = pages.data.pages.flatMap((page) => page.items);
  if (generations.length === 0) {
    return (
      <Notice
        title={t('empty.generations')}
        action={
          <Link href="/create" className={button('main')}>
            {t('toCreate')}
          </Link>
        }
      >
        {t('emptyHint.generations')}
      </Notice>
    );
  }
  return (
    <>
      <GenerationTiles
        label={t('tabs.generations')}
        generations={generations}
        onReuse={(prompt) => router.push({ pathname: '/create', query: { prompt } })}
      />
      {pages.isFetchNextPageError && <p role="alert">{gallery('moreFailed')}</p>}
      {pages.hasNextPage && (
        <div className="grid place-items-center py-10">
          <button type="button" className={button('quiet')} onClick={() => pages.fetchNextPage()}>
            {gallery('more')}
          </button>
        </div>
      )}
    </>
  );
}
