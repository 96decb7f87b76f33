import type { Creator } from '@easel/api/contract';
import { useTranslations } from 'next-intl';

/** What people are shown as a creator's name: their own, or that they are a member no more. */
export function useCreatorName(): (creator: Pick<Creator, 'name' | 'former'>) => string {
  const t = useTranslations('creator');
  return ({ name, former }) => (former ? t('former') : name);
}
