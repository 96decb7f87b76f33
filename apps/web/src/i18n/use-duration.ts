'use client';

import { useTranslations } from 'next-intl';

const MINUTE = 60;

/** A stretch of time as people say it: seconds up to a minute and a half, then minutes. */
export function useDuration(): (seconds: number) => string {
  const t = useTranslations('duration');
  return (seconds) =>
    seconds < 1.5 * MINUTE
      ? t('seconds', { count: seconds })
      : t('minutes', { count: Math.round(seconds / MINUTE) });
}
