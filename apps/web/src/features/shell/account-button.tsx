'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useMe } from '@/features/account/use-me';
import { applyTheme, keptTheme } from '@/features/shell/theme';
import { getPathname, Link, usePathname } from '@/i18n/navigation';
import { Avatar } from '@/ui/avatar';
import { button } from '@/ui/button';
import { later } from '@/ui/later';

const load = () => import('@/features/shell/account-panel');
const AccountPanel = later(async () => (await load()).AccountPanel);

/** Who is signed in, and how the site looks: a button with a panel that the browser itself opens. */
export function AccountButton({ icon }: { icon: ReactNode }) {
  const t = useTranslations('nav');
  const locale = useLocale();
  const pathname = usePathname();
  const user = useMe();
  const panel = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState(false);

  // theme.js has done this already, but not for a page that React had to build anew.
  useEffect(() => applyTheme(keptTheme()), []);

  return (
    <div className="ml-auto flex items-center gap-1">
      {user === null && pathname !== '/sign-in' && (
        <Link
          href={{
            pathname: '/sign-in',
            query: pathname === '/' ? {} : { callbackUrl: getPathname({ locale, href: pathname }) },
          }}
          className={button('bare')}
        >
          {t('signIn')}
        </Link>
      )}
      <button
        type="button"
        popoverTarget="account-panel"
        aria-label={user ? t('accountOf', { name: user.name }) : t('display')}
        onPointerEnter={load}
        onFocus={load}
        className={button('icon', '-mr-2')}
      >
        {user ? <Avatar src={user.avatarUrl} /> : icon}
      </button>
      <div
        ref={panel}
        id="account-panel"
        popover="auto"
        onBeforeToggle={() => setOpened(true)}
        className="fixed inset-auto top-15 right-3 m-0 min-h-40 w-64 rounded-control bg-raised p-1.5 text-sm text-ink shadow-float forced-colors:border"
      >
        {opened && (
          <Suspense>
            <AccountPanel user={user ?? null} close={() => panel.current?.hidePopover()} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
