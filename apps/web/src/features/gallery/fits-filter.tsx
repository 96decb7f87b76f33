'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Filters, withFilter } from '@/features/gallery/filters';
import { useThisScreen } from '@/features/screens/use-this-screen';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';

/** Only pictures that fill the screen in front of the person with little cut away. */
export function FitsFilter({ filters, icon }: { filters: Filters; icon: ReactNode }) {
  const t = useTranslations('filters');
  const screen = useThisScreen();
  const chosen = filters.fits !== undefined;
  const fits = screen ? `${screen.width}x${screen.height}` : undefined;
  return (
    <Link
      href={withFilter(filters, { fits: chosen ? undefined : fits })}
      aria-current={chosen ? 'true' : undefined}
      scroll={false}
      prefetch={false}
      className={button('chip')}
    >
      {icon}
      {chosen && fits !== filters.fits ? t('fitsOther', { size: filters.fits ?? '' }) : t('fits')}
    </Link>
  );
}
