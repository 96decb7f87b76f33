'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

/** Says in the tab's title how many pictures are being painted, and that they are done. */
export function useProgressTitle({ working, finished }: { working: number; finished: number }) {
  const t = useTranslations('studio');

  useEffect(() => {
    if (working === 0 && finished === 0) return;
    const usual = document.title;
    const show = () => {
      if (working > 0) document.title = t('titleWorking', { count: working, title: usual });
      else if (document.hidden) document.title = t('titleDone', { title: usual });
      else document.title = usual;
    };
    show();
    document.addEventListener('visibilitychange', show);
    return () => {
      document.removeEventListener('visibilitychange', show);
      document.title = usual;
    };
  }, [working, finished, t]);
}
