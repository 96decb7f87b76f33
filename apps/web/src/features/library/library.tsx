'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useMe } from '@/features/account/use-me';
import { InfiniteRows } from '@/features/gallery/infinite-rows';
import type { Tab } from '@/features/library/library-tabs';
import { MyGenerations } from '@/features/library/my-generations';
import { keepLibrary } from '@/features/offline/library';
import { useRestore } from '@/features/wallpaper/use-delete';
import { Link } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';

/** One part of a person's own things. */
export function Library({ tab }: { tab: Tab }) {
  return tab === 'generations' ? <MyGenerations /> : <Pictures key={tab} tab={tab} />;
}

function Pictures({ tab }: { tab: Exclude<Tab, 'generations'> }) {
  const t = useTranslations('library');
  const utils = trpc.useUtils();
  const restore = useRestore();

  const pages = useInfiniteQuery({
    queryKey: ['library', tab],
    queryFn: ({ pageParam, signal }) => {
      const page = pageParam ? { cursor: pageParam } : {};
      return tab === 'likes'
        ? utils.client.wallpaper.liked.query(page, { signal })
        : utils.client.wallpaper.mine.query({ ...page, deleted: tab === 'deleted' }, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const me = useMe();
  const owner = me?.id;
  const first = pages.data?.pages[0]?.items;
  useEffect(() => {
    if (tab === 'wallpapers' && owner && first) keepLibrary(owner, first);
  }, [tab, owner, first]);
  const place = {
    wallpapers: { href: '/create', label: t('toCreate') },
    likes: { href: '/', label: t('toGallery') },
    deleted: { href: '/library', label: t('toWallpapers') },
  }[tab];
  return (
    <InfiniteRows
      label={t(`tabs.${tab}`)}
      pages={pages}
      {...(tab === 'deleted' && {
        action: (card) => (
          <button
            type="button"
            onClick={() => restore(card.id)}
            className={button('main', 'px-3!')}
          >
            {t('restore')}
          </button>
        ),
      })}
      empty={
        <Notice
          title={t(`empty.${tab}`)}
          action={
            <Link href={place.href} className={button(tab === 'wallpapers' ? 'main' : 'quiet')}>
              {place.label}
            </Link>
          }
        >
          {t(`emptyHint.${tab}`)}
        </Notice>
      }
    />
  );
}
