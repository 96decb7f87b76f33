'use client';

import type { Generation } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useRouter } from '@/i18n/navigation';
import { notify } from '@/ui/toast-store';

/** Says in the corner of the page that a picture is done, with the way to it. */
export function useTellDone(): (generation: Generation) => void {
  const t = useTranslations('generation');
  const { push } = useRouter();
  return useCallback(
    ({ prompt, wallpaperId }) =>
      notify(t('done', { prompt: prompt.slice(0, 60) }), {
        label: t('look'),
        run: () => push(`/w/${wallpaperId}`),
      }),
    [t, push],
  );
}
