'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';

export default function PageFailed({ retry }: { error: Error; retry: () => void }) {
  const t = useTranslations('failed');
  return (
    <Notice
      alone
      urgent
      title={t('title')}
      action={
        <>
          <button type="button" className={button('main')} onClick={retry}>
            {t('tryAgain')}
          </button>
          <Link href="/" className={button('quiet')}>
            {t('toGallery')}
          </Link>
        </>
      }
    >
      {t('hint')}
    </Notice>
  );
}
