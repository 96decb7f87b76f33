'use client';

import { useTranslations } from 'next-intl';
import { InfiniteRows } from '@/features/gallery/infinite-rows';
import type { Tab } from '@/features/library/library-tabs';
import { MyGenerations } from '@/features/library/my-generations';
import { useRestore } from '@/features/wallpaper/use-delete';
import { Link } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';

/** One part of a person's own things. */
export function Library({ tab }: { tab: Tab }) {
  const t = useTranslations('library');
  const utils = trpc.useUtils();
  const restore = useRestore();

  if (tab === 'generations') return <MyGenerations />;
  const place = {
    wallpapers: { href: '/create', label: t('toCreate') },
    likes: { href: '/', label: t('toGallery') },
    deleted: { href: '/library', label: t('toWallpapers') },
  }[tab];
  return (
    <InfiniteRows
      key={tab}
      label={t(`tabs.${tab}`)}
      queryKey={['library', tab]}
      fetchPage={(cursor, signal) => {
        const page = cursor ? { cursor } : {};
        return tab === 'likes'
          ? utils.client.wallpaper.liked.query(page, { signal })
          : utils.client.wallpaper.mine.query({ ...page, deleted: tab === 'deleted' }, { signal });
      }}
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
