'use client';

import type { Focus, WallpaperDetail } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { downloadAddress } from '@/features/wallpaper/download-address';
import { Menu, MenuHeading, MenuLink } from '@/ui/menu';

/** The file for every known screen, and the original. Open from the start: it is fetched when pressed. */
export function SizesMenu(props: {
  wallpaper: WallpaperDetail;
  screens: readonly NamedScreen[];
  focus: Focus;
  trigger: ReactNode;
  triggerClass: string;
}) {
  const t = useTranslations('wallpaper');
  const sizes = useTranslations('screens');
  const format = useFormatter();
  const { focus } = props;
  const { id, original } = props.wallpaper;
  const megabytes = format.number(original.bytes / 1e6, { maximumFractionDigits: 1 });
  return (
    <Menu label={t('otherSizes')} trigger={props.trigger} triggerClass={props.triggerClass}>
      <MenuHeading>{t('otherSizes')}</MenuHeading>
      {props.screens.map((one) => (
        <MenuLink key={one.key} href={downloadAddress(id, one, focus)}>
          <SizeLine
            name={one.name}
            size={sizes('size', { width: one.width, height: one.height })}
          />
        </MenuLink>
      ))}
      <MenuLink href={downloadAddress(id, null, focus)}>
        <SizeLine
          name={t('original', { megabytes })}
          size={sizes('size', { width: original.width, height: original.height })}
        />
      </MenuLink>
    </Menu>
  );
}

function SizeLine({ name, size }: { name: string; size: string }) {
  return (
    <>
      <span className="flex-1">{name}</span>
      {name !== size && <span className="text-xs text-soft tabular-nums">{size}</span>}
    </>
  );
}
