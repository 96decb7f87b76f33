'use client';

import { type Model, VISIBILITIES } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Choices } from '@/features/studio/options';

type Option = { value: string; label: string };

/** What opens under the studio's options. */
export function OptionFields(props: {
  models: readonly Model[];
  choices: Choices;
  onChange: (choices: Choices) => void;
}) {
  const t = useTranslations('studio');
  const { choices, models } = props;
  const { model } = choices;
  const modelOptions = models.map((one) => ({
    value: one.id,
    label: one.ai ? one.name : `${one.name} (${t('noAi')})`,
  }));

  return (
    <div className="flex flex-wrap gap-3 pt-1 pr-3 pb-3">
      <Choice
        label={t('model')}
        value={model.id}
        options={modelOptions}
        onChange={(id) => {
          const next = models.find((one) => one.id === id) ?? model;
          props.onChange({ model: next, visibility: choices.visibility });
        }}
      />
      {model.qualities.length > 0 && (
        <Choice
          label={t('quality')}
          value={choices.quality ?? ''}
          options={withUsual(model.qualities, t('usual'))}
          onChange={(quality) => props.onChange({ ...choices, quality: quality || undefined })}
        />
      )}
      {model.styles.length > 0 && (
        <Choice
          label={t('style')}
          value={choices.style ?? ''}
          options={withUsual(model.styles, t('usual'))}
          onChange={(style) => props.onChange({ ...choices, style: style || undefined })}
        />
      )}
      <Choice
        label={t('seenBy')}
        value={choices.visibility}
        options={VISIBILITIES.map((one) => ({ value: one, label: t(`visibility.${one}`) }))}
        onChange={(value) => {
          const visibility = VISIBILITIES.find((one) => one === value) ?? 'public';
          props.onChange({ ...choices, visibility });
        }}
      />
    </div>
  );
}

function withUsual(values: readonly string[], usual: string): Option[] {
  return [{ value: '', label: usual }, ...values.map((value) => ({ value, label: value }))];
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-xs text-soft">
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        className="min-h-11 max-w-full rounded-control border border-edge bg-raised px-3 text-sm"
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
