'use client';

import type { Focus, WallpaperDetail } from '@easel/api/contract';
import { ChevronDown, Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Suspense, useState } from 'react';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { downloadAddress } from '@/features/wallpaper/download-address';
import { button } from '@/ui/button';
import { later } from '@/ui/later';

// A menu weighs 50 KB, so it is fetched when somebody is about to press it.
const load = () => import('@/features/wallpaper/sizes-menu');
const SizesMenu = later(async () => (await load()).SizesMenu);

/** The file for the screen that is shown, or the one in front of the person; other sizes one press more. */
export function DownloadButton(props: {
  wallpaper: WallpaperDetail;
  /** Null until the page knows its screen. */
  screen: NamedScreen | null;
  /** True when that is the one in front of the person. */
  isHere: boolean;
  screens: readonly NamedScreen[];
  focus: Focus;
}) {
  const t = useTranslations('wallpaper');
  const sizes = useTranslations('screens');
  const [opened, setOpened] = useState(false);
  const { wallpaper, screen, screens, focus } = props;
  const { id, original } = wallpaper;
  const elsewhere = screen && t('downloadFor', { screen: screen.name });
  const words = props.isHere ? t('downloadHere') : (elsewhere ?? t('download'));
  const trigger = <ChevronDown aria-hidden="true" />;
  const triggerClass = button('main', 'rounded-l-none! px-3.5!');
  const waiting = (
    <button
      type="button"
      aria-label={t('otherSizes')}
      aria-haspopup="menu"
      aria-expanded="false"
      aria-busy={opened}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => setOpened(true)}
      className={triggerClass}
    >
      {trigger}
    </button>
  );
  return (
    <div className="flex gap-px">
      <a
        href={downloadAddress(id, screen, focus)}
        className={button('main', 'h-auto min-h-13 flex-1 rounded-r-none! py-1.5')}
      >
        <Download aria-hidden="true" />
        <span className="grid text-left leading-tight">
          {words}
          <span className="text-xs font-normal opacity-80">
            {sizes('size', {
              width: (screen ?? original).width,
              height: (screen ?? original).height,
            })}
          </span>
        </span>
      </a>
      {opened ? (
        <Suspense fallback={waiting}>
          <SizesMenu {...{ wallpaper, screens, focus, trigger, triggerClass }} />
        </Suspense>
      ) : (
        waiting
      )}
    </div>
  );
}
