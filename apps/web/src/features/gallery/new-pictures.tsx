'use client';

import type { WallpaperPage } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Filters } from '@/features/gallery/filters';
import { ask } from '@/trpc/ask';
import { button } from '@/ui/button';

/** The answer is the one that the server has ready for everybody. */
const EVERY_MS = 60_000;

/** Says that pictures have appeared since the list was read. They come when somebody asks for them. */
export function NewPictures(props: {
  shown: WallpaperPage;
  filters: Filters & { creatorId?: string };
  show: (page: WallpaperPage) => void;
}) {
  const t = useTranslations('gallery');
  const { shown, filters } = props;
  const [latest, setLatest] = useState<WallpaperPage>(shown);

  useEffect(() => {
    const look = async () => {
      try {
        // Browsers may give a stale answer once more before they ask.
        const fresh = { credentials: 'omit', cache: 'no-cache' } as const;
        setLatest(await ask('wallpaper.list', filters, fresh));
      } catch {
        // There is a next time.
      }
    };
    const timer = setInterval(() => document.hidden || look(), EVERY_MS);
    return () => clearInterval(timer);
  }, [filters]);

  const count = newIn(latest, shown);
  return (
    <div role="status" className="sticky top-3 z-20 flex h-0 justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={() => props.show(latest)}
          className={button('quiet', 'arrive mt-3 rounded-full! bg-raised! shadow-float')}
        >
          {t(count < latest.items.length || !latest.nextCursor ? 'new' : 'manyNew', { count })}
        </button>
      )}
    </div>
  );
}

/** How many of the latest pictures came after those that are shown. */
function newIn(latest: WallpaperPage, shown: WallpaperPage): number {
  const known = new Set(shown.items.map(({ id }) => id));
  const newest = shown.items[0]?.createdAt ?? 0;
  return latest.items.filter(({ id, createdAt }) => createdAt >= newest && !known.has(id)).length;
}
