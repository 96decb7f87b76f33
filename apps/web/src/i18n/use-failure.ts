'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { reasonOf, waitOf } from '@/trpc/reason';

/** The sentence for whatever went wrong, in the language of the page. */
export function useFailure(): (error: unknown) => string {
  const t = useTranslations('errors');
  const limits = useTranslations('limits');
  return useCallback(
    (error) => {
      const reason = reasonOf(error);
      const count = reason === 'RATE_LIMITED' ? waitOf(error) : null;
      return count === null ? t(reason) : limits('tryAgain', { count });
    },
    [t, limits],
  );
}
