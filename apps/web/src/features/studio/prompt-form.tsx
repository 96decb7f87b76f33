'use client';

import { LIMITS, type Me } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, type RefObject, useId } from 'react';
import { useDuration } from '@/i18n/use-duration';
import { useTimeZone } from '@/i18n/use-time-zone';
import { button } from '@/ui/button';

/** From here on the remaining characters are counted aloud. */
const COUNT_FROM = 800;

/** The scene, in words, and the button. What it is for and how it is made are its children. */
export function PromptForm(props: {
  box: RefObject<HTMLTextAreaElement | null>;
  prompt: string;
  onPrompt: (prompt: string) => void;
  onSubmit: () => void;
  pictures: number;
  quota: Me['quota'];
  /** Seconds that the chosen model usually takes, where that is known. */
  usual: number | undefined;
  busy: boolean;
  problem: string | undefined;
  options: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('studio');
  const duration = useDuration();
  const id = useId();
  const length = [...props.prompt.trim()].length;
  const left = Math.max(0, props.quota.limit - props.quota.used);
  const short = left < props.pictures;
  const usable = length <= LIMITS.promptLength && props.pictures > 0 && !short && !props.busy;

  function submit() {
    if (!usable) return;
    if (length > 0) props.onSubmit();
    else props.box.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends a word that is being composed, in Chinese for one.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  }

  return (
    <form
      aria-busy={props.busy}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="rounded-sheet border border-edge bg-raised outline-offset-2 outline-accent has-[textarea:focus-visible]:outline-2">
        <label htmlFor={`${id}-prompt`} className="sr-only">
          {t('prompt')}
        </label>
        <textarea
          ref={props.box}
          id={`${id}-prompt`}
          value={props.prompt}
          onChange={(event) => props.onPrompt(event.target.value)}
          onKeyDown={onKeyDown}
          rows={3}
          placeholder={t('promptHint')}
          aria-describedby={`${id}-count ${id}-quota`}
          aria-invalid={length > LIMITS.promptLength}
          className="field-sizing-content block max-h-80 min-h-28 w-full resize-none rounded-t-sheet bg-transparent px-5 pt-4 text-base outline-none"
        />
        <p id={`${id}-count`} role="status" className="px-5 text-right text-xs text-soft">
          {length > COUNT_FROM && t('count', { length, max: LIMITS.promptLength })}
        </p>
        <div className="px-5 pt-1 pb-4">{props.children}</div>
        <div className="flex flex-wrap items-end justify-between gap-2 border-t border-line py-2 pr-2 pl-5 max-sm:pr-5 max-sm:pb-5">
          {props.options}
          <button type="submit" disabled={!usable} className={button('main', 'max-sm:w-full')}>
            {props.busy ? t('sending') : t('paint', { count: props.pictures })}
          </button>
        </div>
      </div>
      <p id={`${id}-quota`} className="mt-2.5 px-5 text-xs text-soft">
        <Quota takes={props.pictures} left={left} short={short} resetsAt={props.quota.resetsAt} />
        {props.usual !== undefined && !short && (
          <span className="ms-1">{t('usualTime', { time: duration(props.usual) })}</span>
        )}
      </p>
      {props.problem && (
        <p role="alert" className="mt-2 px-5 font-medium">
          {props.problem}
        </p>
      )}
    </form>
  );
}

function Quota(props: { takes: number; left: number; short: boolean; resetsAt: Date }) {
  const t = useTranslations('studio');
  const format = useFormatter();
  // The account's day is UTC; people live by their own clock.
  const timeZone = useTimeZone();
  const time = format.dateTime(props.resetsAt, { hour: 'numeric', minute: 'numeric', timeZone });
  if (props.left === 0) return t('quotaNone', { time });
  if (props.short) return t('quotaShort', { count: props.left, time });
  if (props.takes === 0) return t('quotaLeft', { count: props.left });
  return t('quotaTakes', { count: props.takes, left: props.left });
}
