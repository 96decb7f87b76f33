'use client';

import type { WallpaperDetail } from '@easel/api/contract';
import { ChevronDown, Download } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { PRESETS } from '@/features/screens/presets';
import { type PixelSize, useThisScreen } from '@/features/screens/use-this-screen';
import { button } from '@/ui/button';
import { Menu, MenuHeading, MenuLink } from '@/ui/menu';

/** The file for the screen in front of the person, one press away; other sizes one more. */
export function DownloadButton({ wallpaper }: { wallpaper: WallpaperDetail }) {
  const t = useTranslations('wallpaper');
  const screens = useTranslations('screens');
  const format = useFormatter();
  const here = useThisScreen();
  const { width, height, bytes } = wallpaper.original;
  const megabytes = format.number(bytes / 1e6, { maximumFractionDigits: 1 });
  return (
    <div className="flex gap-px">
      <a
        href={addressOf(wallpaper.id, here)}
        download
        className={button('main', 'h-auto min-h-13 flex-1 rounded-r-none! py-1.5')}
      >
        <Download aria-hidden="true" />
        <span className="grid text-left leading-tight">
          {here ? t('downloadHere') : t('download')}
          <span className="text-xs font-normal opacity-80">
            {screens('size', here ?? { width, height })}
          </span>
        </span>
      </a>
      <Menu
        label={t('otherSizes')}
        trigger={<ChevronDown aria-hidden="true" />}
        triggerClass={button('main', 'rounded-l-none! px-3.5!')}
      >
        <MenuHeading>{t('otherSizes')}</MenuHeading>
        {PRESETS.map((preset) => (
          <MenuLink key={preset.id} href={addressOf(wallpaper.id, preset)} download>
            <SizeLine name={screens(`presets.${preset.id}`)} size={screens('size', preset)} />
          </MenuLink>
        ))}
        <MenuLink href={addressOf(wallpaper.id, null)} download>
          <SizeLine name={t('original', { megabytes })} size={screens('size', { width, height })} />
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

/** Where the file of that size comes from; without a size, the stored original. */
function addressOf(id: string, size: PixelSize | null): string {
  const address = `/api/wallpapers/${id}/download`;
  return size ? `${address}?width=${size.width}&height=${size.height}` : address;
}
