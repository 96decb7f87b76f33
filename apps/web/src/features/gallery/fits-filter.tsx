'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { type Filters, withFilter } from '@/features/gallery/filters';
import { useMyScreens } from '@/features/screens/use-my-screens';
import { Link, useRouter } from '@/i18n/navigation';
import { button } from '@/ui/button';
import { later } from '@/ui/later';

const load = () => import('@/features/gallery/fits-panel');
const FitsPanel = later(async () => (await load()).FitsPanel);

/** Only pictures that fill one of the person's screens with little cut away, or others that they choose. */
export function FitsFilter(props: { filters: Filters; icon: ReactNode; more: ReactNode }) {
  const t = useTranslations('filters');
  const mine = useMyScreens();
  const panel = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const { push } = useRouter();
  const { filters } = props;
  const { fits } = filters;
  const words =
    fits && t('fitsChosen', { count: fits.split(',').length, size: fits.replace('x', ' × ') });
  // Pressed while it was still being asked whose screens these are.
  useEffect(() => {
    if (!wanted || !mine) return;
    setWanted(false);
    push(withFilter(filters, { fits: mine }));
  }, [wanted, mine, filters, push]);
  return (
    <div className="flex shrink-0 gap-px">
      <Link
        href={withFilter(filters, { fits: fits === undefined ? mine : undefined })}
        aria-current={fits === undefined ? undefined : 'true'}
        // Leads somewhere only when the page knows the screen that it is on.
        data-early
        aria-busy={wanted}
        onClick={(event) => {
          if (fits !== undefined || mine) return;
          event.preventDefault();
          setWanted(true);
        }}
        scroll={false}
        prefetch={false}
        className={button('chip', 'rounded-r-none! pr-3!')}
      >
        {props.icon}
        {words ?? t('fits')}
      </Link>
      <button
        type="button"
        popoverTarget="fits-panel"
        aria-label={t('fitsMore')}
        onPointerEnter={load}
        onFocus={load}
        className={button('chip', 'w-11 rounded-l-none! px-0! pr-1!')}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          panel.current?.style.setProperty(
            'left',
            `${Math.max(8, Math.min(left - 160, innerWidth - 272))}px`,
          );
          panel.current?.style.setProperty('top', `${bottom + 6}px`);
        }}
      >
        {props.more}
      </button>
      <div
        ref={panel}
        id="fits-panel"
        popover="auto"
        onBeforeToggle={() => setOpened(true)}
        className="fixed inset-auto m-0 max-h-[60svh] min-h-40 w-64 overflow-y-auto rounded-control bg-raised p-1.5 text-sm text-ink shadow-float forced-colors:border"
      >
        {opened && (
          <Suspense>
            <FitsPanel filters={filters} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
