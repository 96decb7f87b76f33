'use client';

import { useTranslations } from 'next-intl';
import { useFailure } from '@/i18n/use-failure';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';

/** What a list says that could not be read: why, and a way to read it again. */
export function FailedNotice(props: { title: string; error: unknown; onRetry: () => unknown }) {
  const t = useTranslations('gallery');
  const failure = useFailure();
  return (
    <Notice
      urgent
      title={props.title}
      action={
        <button type="button" className={button('quiet')} onClick={() => props.onRetry()}>
          {t('tryAgain')}
        </button>
      }
    >
      {failure(props.error)}
    </Notice>
  );
}
