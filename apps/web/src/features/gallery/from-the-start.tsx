import { useTranslations } from 'next-intl';
import type { Href } from '@/i18n/address';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';

/** The way to the beginning of a list that was opened in the middle. */
export function FromTheStart({ href }: { href: Href }) {
  const t = useTranslations('gallery');
  return (
    <p className="mb-4 flex justify-center">
      <Link href={href} prefetch={false} className={button('quiet')}>
        {t('fromTheStart')}
      </Link>
    </p>
  );
}
