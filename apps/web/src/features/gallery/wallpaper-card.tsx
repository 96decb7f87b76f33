'use client';

import type { WallpaperCard as Card } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { useCreatorName } from '@/features/wallpaper/use-creator-name';
import { Link } from '@/i18n/navigation';
import { Picture } from '@/ui/picture';
import { rowRatio } from '@/ui/row-ratio';

/** One picture of many. Its words show when it is pointed at or has the focus. */
export const WallpaperCard = memo(function WallpaperCard(props: {
  card: Card;
  first: boolean;
  /** Which of how many (-1: nobody knows yet) it is, where not all of them are in the page. */
  place?: number | undefined;
  of?: number | undefined;
  action?: ReactNode;
}) {
  const t = useTranslations('gallery');
  const nameOf = useCreatorName();
  const { card } = props;
  const ratio = rowRatio(card);
  return (
    <li
      aria-posinset={props.place}
      aria-setsize={props.of}
      className="rows-item group relative overflow-hidden rounded-picture"
      style={{ '--ratio': ratio }}
    >
      <Link
        href={`/w/${card.id}`}
        className="block size-full rounded-picture focus-visible:outline-4 focus-visible:-outline-offset-4"
      >
        <Picture
          image={card.image}
          alt={card.prompt}
          first={props.first}
          sizes={`(max-width: 40rem) min(92vw, ${Math.round(ratio * 15)}rem), ${Math.round(ratio * 19)}rem`}
        />
        <span
          aria-hidden="true"
          className="absolute inset-x-0 bottom-0 hidden bg-scrim/75 px-3 py-2 text-xs text-white opacity-0 transition-opacity duration-150 group-focus-within:opacity-100 group-hover:opacity-100 pointer-fine:block"
        >
          <span className="line-clamp-2">{card.prompt}</span>
          <span className="mt-0.5 block truncate opacity-80">
            {t('by', { name: nameOf(card.creator) })}
          </span>
        </span>
      </Link>
      {props.action && <div className="absolute top-1.5 right-1.5">{props.action}</div>}
    </li>
  );
});
