'use client';

import type { WallpaperCard as Card } from '@easel/api/contract';
import type { ReactNode } from 'react';
import { WallpaperCard } from '@/features/gallery/wallpaper-card';

/** How many pictures may be above the fold and are therefore fetched first. */
const FIRST = 4;

/** Pictures in full rows, each in its own shape. */
export function PictureRows(props: {
  label: string;
  items: readonly Card[];
  /** True when these are the first thing on the page. */
  leading?: boolean;
  /** Something to do with a picture, shown in its corner. */
  action?: (card: Card) => ReactNode;
}) {
  return (
    <ul aria-label={props.label} className="rows">
      {props.items.map((card, index) => (
        <WallpaperCard
          key={card.id}
          card={card}
          first={props.leading === true && index < FIRST}
          action={props.action?.(card)}
        />
      ))}
    </ul>
  );
}
