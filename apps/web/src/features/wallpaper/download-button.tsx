'use client';

import type { WallpaperDetail } from '@easel/api/contract';
import { ChevronDown, Download } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { NamedScreen } from '@/features/screens/screen-kind';
import type { Focus } from '@/features/wallpaper/crop';
import { button } from '@/ui/button';
import { Menu, MenuHeading, MenuLink } from '@/ui/menu';

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
  const format = useFormatter();
  const { screen, focus } = props;
  const { id, original } = props.wallpaper;
  const megabytes = format.number(original.bytes / 1e6, { maximumFractionDigits: 1 });
  const elsewhere = screen && t('downloadFor', { screen: screen.name });
  const words = props.isHere ? t('downloadHere') : (elsewhere ?? t('download'));
  return (
    <div className="flex gap-px">
      <a
        href={addressOf(id, screen, focus)}
        download
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
      <Menu
        label={t('otherSizes')}
        trigger={<ChevronDown aria-hidden="true" />}
        triggerClass={button('main', 'rounded-l-none! px-3.5!')}
      >
        <MenuHeading>{t('otherSizes')}</MenuHeading>
        {props.screens.map((one) => (
          <MenuLink key={one.key} href={addressOf(id, one, focus)} download>
            <SizeLine
              name={one.name}
              size={sizes('size', { width: one.width, height: one.height })}
            />
          </MenuLink>
        ))}
        <MenuLink href={addressOf(id, null, focus)} download>
          <SizeLine
            name={t('original', { megabytes })}
            size={sizes('size', { width: original.width, height: original.height })}
          />
        </MenuLink>
      </Menu>
    </div>
  );
}

function SizeLine({ name, size }: { name: string; size: string }) {
  return (
    <>
      <span className="flex-1">{name}</span>
      <span className="text-xs text-soft tabular-nums">{size}</span>
    </>
  );
}

/** Where the file of that size comes from, cropped as it was shown; without a size, the stored original. */
function addressOf(id: string, screen: NamedScreen | null, { x, y }: Focus): string {
  const address = `/api/wallpapers/${id}/download`;
  if (!screen) return address;
  return `${address}?width=${screen.width}&height=${screen.height}&x=${x}&y=${y}`;
}
