'use client';

import { LogOut, Settings2, SlidersHorizontal, UserRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useMe } from '@/features/account/use-me';
import { DisplayChoices } from '@/features/shell/display-choices';
import { getPathname, Link, usePathname } from '@/i18n/navigation';
import { Avatar } from '@/ui/avatar';
import { button } from '@/ui/button';

const ITEM =
  'flex min-h-11 w-full items-center gap-3 rounded-[0.5rem] px-3 text-left hover:bg-sunken [&_svg]:size-[1.125rem] [&_svg]:text-soft';

/** Who is signed in, and how the site looks: a button with a panel that the browser itself opens. */
export function AccountButton() {
  const t = useTranslations('nav');
  const locale = useLocale();
  const pathname = usePathname();
  const me = useMe();
  const panel = useRef<HTMLDivElement>(null);
  const close = () => panel.current?.hidePopover();
  const user = me.data;

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
        className={button('icon', '-mr-2')}
      >
        {user ? <Avatar src={user.avatarUrl} /> : <SlidersHorizontal aria-hidden="true" />}
      </button>
      <div
        ref={panel}
        id="account-panel"
        popover="auto"
        className="fixed inset-auto top-15 right-3 m-0 w-64 rounded-control bg-raised p-1.5 text-sm text-ink shadow-float forced-colors:border"
      >
        {user && (
          <div className="mb-1 border-b border-line pb-1">
            <Link href={`/u/${user.id}`} className={ITEM} onClick={close}>
              <UserRound aria-hidden="true" />
              <span className="min-w-0 truncate">{user.name}</span>
            </Link>
            <Link href="/settings" className={ITEM} onClick={close}>
              <Settings2 aria-hidden="true" />
              {t('settings')}
            </Link>
            <form method="post" action="/api/sign-out">
              <input type="hidden" name="callbackUrl" value={getPathname({ locale, href: '/' })} />
              <button type="submit" className={ITEM}>
                <LogOut aria-hidden="true" />
                {t('signOut')}
              </button>
            </form>
          </div>
        )}
        <DisplayChoices />
      </div>
    </div>
  );
}
