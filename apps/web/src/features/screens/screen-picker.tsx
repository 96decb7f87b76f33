'use client';

import { useTranslations } from 'next-intl';
import { Suspense, useState } from 'react';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { toNamed } from '@/features/screens/use-known-screens';
import { button } from '@/ui/button';
import { later } from '@/ui/later';

const load = () => import('@/features/screens/size-form');
const SizeForm = later(async () => (await load()).SizeForm);

/** This screen and the two that most people own besides. */
const SHOWN_FIRST = 3;

/** For which screens: any number of the known ones, and sizes that somebody types in. */
export function ScreenPicker(props: {
  options: readonly NamedScreen[];
  chosen: readonly string[];
  onChange: (chosen: NamedScreen[]) => void;
}) {
  const t = useTranslations('screens');
  const [open, setOpen] = useState(false);
  const [typing, setTyping] = useState(false);
  const { options, chosen } = props;
  const isChosen = (option: NamedScreen) => chosen.includes(option.key);

  const shown = options.filter((one, index) => open || index < SHOWN_FIRST || isChosen(one));

  const toggle = (option: NamedScreen) =>
    props.onChange(options.filter((one) => (one === option ? !isChosen(one) : isChosen(one))));

  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-xs text-soft">{t('for')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {shown.map((option) => (
          <button
            // The first is this screen, before and after its size is known.
            key={option === options[0] ? 'this' : option.key}
            type="button"
            aria-pressed={isChosen(option)}
            title={t('size', { width: option.width, height: option.height })}
            onClick={() => toggle(option)}
            className={button('chip', 'px-3.5')}
          >
            <ScreenShape width={option.width} height={option.height} />
            {option.name}
          </button>
        ))}
        {open ? (
          <button
            type="button"
            aria-expanded={typing}
            onPointerEnter={load}
            onFocus={load}
            onClick={() => setTyping(!typing)}
            className={button('bare', 'text-soft')}
          >
            {t('other')}
          </button>
        ) : (
          <button
            type="button"
            onClick={() => setOpen(true)}
            className={button('bare', 'text-soft')}
          >
            {t('more')}
          </button>
        )}
      </div>
      {typing && (
        <Suspense>
          <SizeForm
            onDone={(size) => {
              const added = toNamed({ ...size, name: t('size', size) });
              const kept = options.filter((one) => isChosen(one) && one.key !== added.key);
              props.onChange([...kept, added]);
              setTyping(false);
            }}
          />
        </Suspense>
      )}
    </fieldset>
  );
}

/** The outline of a screen, to tell a phone from a monitor at a glance. */
function ScreenShape({ width, height }: { width: number; height: number }) {
  const scale = 18 / Math.max(width, height);
  return (
    <span aria-hidden="true" className="grid size-[1.125rem] place-items-center">
      <span
        className="rounded-[2px] border-[1.5px] border-current"
        style={{ width: Math.max(8, width * scale), height: Math.max(8, height * scale) }}
      />
    </span>
  );
}
