'use client';

import type { WallpaperDetail } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import type { NamedScreen } from '@/features/screens/screen-kind';
import type { Focus } from '@/features/wallpaper/crop';
import { SeenOn } from '@/features/wallpaper/seen-on';
import { button } from '@/ui/button';
import { Picture } from '@/ui/picture';

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
        <SeenOn {...props} screen={shown} />
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
