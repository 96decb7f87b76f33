import { useLocale, useTranslations } from 'next-intl';
import { getPathname } from '@/i18n/navigation';
import { button } from '@/ui/button';

/** Ends the session; an ordinary form, answered with the gallery. */
export function SignOut() {
  const t = useTranslations('nav');
  const locale = useLocale();
  return (
    <form method="post" action="/api/sign-out">
      <input type="hidden" name="callbackUrl" value={getPathname({ locale, href: '/' })} />
      <button type="submit" className={button('quiet')}>
        {t('signOut')}
      </button>
    </form>
  );
}
