'use client';

import type { WallpaperCard as Card } from '@easel/api/contract';
import { type ReactNode, useRef } from 'react';
import { useRowWindow } from '@/features/gallery/use-row-window';
import { WallpaperCard } from '@/features/gallery/wallpaper-card';

/** How many pictures may be above the fold and are therefore fetched first. */
const FIRST = 4;

/** Pictures in full rows, each in its own shape. Of very many only those near the screen are there. */
export function PictureRows(props: {
  label: string;
  items: readonly Card[];
  /** True when these are the first thing on the page; something has to follow them then. */
  leading?: boolean;
  /** True while there are others behind these. */
  more?: boolean;
  /** Something to do with a picture, shown in its corner. */
  action?: ((card: Card) => ReactNode) | undefined;
}) {
  const { items } = props;
  const list = useRef<HTMLUListElement>(null);
  const parts = useRowWindow(list, items);
  // By those that come first: what follows must not move them.
  const tall = items.slice(0, 24).every(({ orientation }) => orientation === 'portrait');
  const draw = (from: number, to: number) =>
    items
      .slice(from, to)
      .map((card, n) => (
        <WallpaperCard
          key={card.id}
          card={card}
          first={props.leading === true && from + n < FIRST}
          place={parts ? from + n + 1 : undefined}
          of={parts ? (props.more ? -1 : items.length) : undefined}
          action={props.action?.(card)}
        />
      ));
  return (
    <ul
      ref={list}
      tabIndex={-1}
      aria-label={props.label}
      className={`rows outline-none ${tall ? 'rows-tall' : ''} ${props.leading ? 'rows-sent' : ''}`}
    >
      {parts?.flatMap((part, n) =>
        'left' in part
          ? [<li key={n} aria-hidden="true" className="rows-left" style={{ height: part.left }} />]
          : draw(part.from, part.to),
      ) ?? draw(0, items.length)}
    </ul>
  );
}
