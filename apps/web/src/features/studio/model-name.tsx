import type { Model } from '@easel/api/contract';
import { useTranslations } from 'next-intl';

/** A model by its name; the built-in painter is never named without saying what it is not. */
export function ModelName({ model }: { model: Pick<Model, 'name' | 'ai'> }) {
  const t = useTranslations('studio');
  return model.ai ? model.name : `${model.name} (${t('noAi')})`;
}
