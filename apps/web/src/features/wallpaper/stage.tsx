'use client';

import type { Focus, WallpaperDetail } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { Suspense } from 'react';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { button } from '@/ui/button';
import { later } from '@/ui/later';
import { Picture } from '@/ui/picture';

// The devices are drawn when somebody is about to look at one.
const load = () => import('@/features/wallpaper/seen-on');
const SeenOn = later(async () => (await load()).SeenOn);

/** The picture by itself, or on a screen as it would hang there. */
export function Stage(props: {
  wallpaper: WallpaperDetail;
  screens: readonly NamedScreen[];
  shown: NamedScreen | null;
  onShow: (screen: NamedScreen | null) => void;
  focus: Focus;
  onFocus: (focus: Focus) => void;
}) {
  const t = useTranslations('wallpaper');
  const { wallpaper, shown } = props;
  const choice = (name: string, screen: NamedScreen | null) => (
    <button
      key={name}
      type="button"
      data-screen={screen?.key ?? 'none'}
      aria-pressed={screen?.key === shown?.key}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => props.onShow(screen)}
      className={button('chip', 'bg-transparent px-3.5')}
    >
      {name}
    </button>
  );

  return (
    <div>
      <fieldset className="relative -mx-4 mb-2 flex min-w-0 gap-1 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:-ml-1 sm:px-1">
        <legend className="sr-only">{t('seenOn')}</legend>
        {choice(t('picture'), null)}
        {props.screens.map((screen) => choice(screen.name, screen))}
      </fieldset>
      {shown ? (
        <Suspense fallback={<div className="h-[calc(100svh-9rem)]" />}>
          <SeenOn {...props} screen={shown} />
        </Suspense>
      ) : (
        <div
          // As wide as its column, but never taller than what the window shows at once.
          className="mx-auto aspect-(--ratio) w-full max-w-[calc((100svh-12rem)*var(--ratio))] overflow-hidden rounded-picture wide:max-w-[calc((100svh-9rem)*var(--ratio))]"
          style={{ '--ratio': wallpaper.width / wallpaper.height }}
        >
          <Picture
            image={wallpaper.image}
            alt={wallpaper.prompt}
            sizes={`(max-width: 68rem) 100vw, min(calc(100vw - 28rem), ${Math.round((wallpaper.width / wallpaper.height) * 90)}vh)`}
            first
          />
        </div>
      )}
    </div>
  );
}
