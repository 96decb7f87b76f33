'use client';

import type { Me } from '@easel/api/contract';
import { LogOut, Settings2, UserRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { DisplayChoices } from '@/features/shell/display-choices';
import { getPathname, Link } from '@/i18n/navigation';

const ITEM =
  'flex min-h-11 w-full items-center gap-3 rounded-[0.5rem] px-3 text-left hover:bg-sunken [&_svg]:size-[1.125rem] [&_svg]:text-soft';

/** What opens under the account button; fetched when somebody is about to press it. */
export function AccountPanel({ user, close }: { user: Me | null; close: () => void }) {
  const t = useTranslations('nav');
  const locale = useLocale();
  return (
    <>
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
    </>
  );
}
