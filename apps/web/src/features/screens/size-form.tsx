'use client';

import { LIMITS } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { PixelSize } from '@/features/screens/use-this-screen';
import { button } from '@/ui/button';
import { field } from '@/ui/field';

/** Shorter sides are taken for a number that is not complete yet; the API itself takes them. */
const MIN_EDGE = 100;

/** Two numbers, for a screen that no preset knows. */
export function SizeForm({ onDone }: { onDone: (size: PixelSize) => void }) {
  const t = useTranslations('screens');
  const id = useId();
  const [width, setWidth] = useState('');
  const [height, setHeight] = useState('');
  const size = { width: Number(width), height: Number(height) };
  const fits = (edge: number) =>
    Number.isInteger(edge) && edge >= MIN_EDGE && edge <= LIMITS.maxDownloadEdge;
  const usable = fits(size.width) && fits(size.height);
  const done = () => usable && onDone(size);

  const edge = (name: 'width' | 'height', value: string, change: (value: string) => void) => (
    <label className="grid gap-1 text-xs text-soft" htmlFor={`${id}-${name}`}>
      {t(name)}
      <input
        id={`${id}-${name}`}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        onChange={(event) => change(event.target.value.replace(/\D/g, '').slice(0, 4))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The field stands inside the prompt's form, which Enter must not send.
          event.preventDefault();
          done();
        }}
        className={`${field} w-28!`}
      />
    </label>
  );

  return (
    <div className="mt-3 flex flex-wrap items-end gap-2">
      {edge('width', width, setWidth)}
      {edge('height', height, setHeight)}
      <button type="button" disabled={!usable} onClick={done} className={button('quiet')}>
        {t('add')}
      </button>
      <p className="basis-full text-xs text-soft">
        {t('range', { min: MIN_EDGE, max: LIMITS.maxDownloadEdge })}
      </p>
    </div>
  );
}
