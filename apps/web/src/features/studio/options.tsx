'use client';

import type { Model, Visibility } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { Suspense, useState } from 'react';
import { ModelName } from '@/features/studio/model-name';
import { button } from '@/ui/button';
import { ChevronGlyph } from '@/ui/glyphs';
import { later } from '@/ui/later';

export type Choices = {
  model: Model;
  quality?: string | undefined;
  style?: string | undefined;
  visibility: Visibility;
};

const OptionFields = later(
  async () => (await import('@/features/studio/option-fields')).OptionFields,
);

/** Who paints, how well, and who sees it: good as they are, so they stand in a quiet place. */
export function Options(props: {
  models: readonly Model[];
  choices: Choices;
  onChange: (choices: Choices) => void;
}) {
  const t = useTranslations('studio');
  const { choices } = props;
  const { model } = choices;
  const [opened, setOpened] = useState(false);

  return (
    <details
      className="group min-w-0 flex-1 basis-60"
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary
        className={button(
          'bare',
          '-ml-3 max-w-full list-none text-soft [&::-webkit-details-marker]:hidden',
        )}
      >
        <span className="min-w-0 truncate">
          <ModelName model={model} /> · {t(`visibility.${choices.visibility}`)}
        </span>
        <ChevronGlyph className="transition-transform duration-150 group-open:rotate-180" />
      </summary>
      {opened && (
        <Suspense>
          <OptionFields {...props} />
        </Suspense>
      )}
    </details>
  );
}
