import { useTranslations } from 'next-intl';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';

export default function NotFound() {
  const t = useTranslations('notFound');
  return (
    <Notice
      alone
      title={t('title')}
      action={
        <Link href="/" className={button('main')}>
          {t('toGallery')}
        </Link>
      }
    >
      {t('hint')}
    </Notice>
  );
}
