'use client';

import { LIMITS } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '@/features/account/use-me';
import { type Filters, withFilter } from '@/features/gallery/filters';
import { keepScreen, keptScreens } from '@/features/screens/kept-screens';
import { useKnownScreens } from '@/features/screens/use-known-screens';
import { Link } from '@/i18n/navigation';
import { CheckGlyph } from '@/ui/glyphs';

/** The screens there are names for, the person's own first; any number of them. A visitor's choice waits for their account. */
export function FitsPanel({ filters }: { filters: Filters }) {
  const t = useTranslations('screens');
  const me = useMe();
  const [kept] = useState(keptScreens);
  const { screens } = useKnownScreens(me?.screens ?? kept);
  const chosen = filters.fits?.split(',') ?? [];
  return (
    <ul>
      {screens.map((screen) => {
        const isChosen = chosen.includes(screen.key);
        const others = chosen.filter((key) => key !== screen.key);
        const next = isChosen ? others : [...others, screen.key].slice(-LIMITS.maxScreens);
        return (
          <li key={screen.key}>
            <Link
              href={withFilter(filters, { fits: next.join() || undefined })}
              aria-current={isChosen ? 'true' : undefined}
              scroll={false}
              prefetch={false}
              onClick={() => {
                if (!me && !isChosen) keepScreen(screen);
              }}
              className="group flex min-h-11 items-center gap-3 rounded-[0.5rem] px-3 hover:bg-sunken aria-[current]:font-semibold"
            >
              <CheckGlyph className="invisible size-4 group-aria-[current]:visible" />
              <span className="flex-1">{screen.name}</span>
              {screen.name !== t('size', screen) && (
                <span className="text-xs text-soft tabular-nums">{t('size', screen)}</span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
