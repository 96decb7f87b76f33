'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '@/features/account/use-me';
import { type Filters, withFilter } from '@/features/gallery/filters';
import { keepScreen, keptScreens } from '@/features/screens/kept-screens';
import { useKnownScreens } from '@/features/screens/use-known-screens';
import { Link } from '@/i18n/navigation';

/** The screens there are names for, the person's own first. A visitor's choice waits for their account. */
export function FitsPanel({ filters, close }: { filters: Filters; close: () => void }) {
  const t = useTranslations('screens');
  const me = useMe();
  const [kept] = useState(keptScreens);
  const { screens } = useKnownScreens(me?.screens ?? kept);
  return (
    <ul>
      {screens.map((screen) => (
        <li key={screen.key}>
          <Link
            href={withFilter(filters, { fits: screen.key })}
            aria-current={filters.fits === screen.key ? 'true' : undefined}
            scroll={false}
            prefetch={false}
            onClick={() => {
              if (!me) keepScreen(screen);
              close();
            }}
            className="flex min-h-11 items-center gap-3 rounded-[0.5rem] px-3 hover:bg-sunken aria-[current]:font-semibold"
          >
            <span className="flex-1">{screen.name}</span>
            {screen.name !== t('size', screen) && (
              <span className="text-xs text-soft tabular-nums">{t('size', screen)}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
