'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { reasonOf } from '@/trpc/reason';

/** The sentence for whatever went wrong, in the language of the page. */
export function useFailure(): (error: unknown) => string {
  const t = useTranslations('errors');
  return useCallback((error) => t(reasonOf(error)), [t]);
}
