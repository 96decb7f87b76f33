'use client';

import { LIMITS, TOKEN_SCOPES, type TokenScope } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { button } from '@/ui/button';
import { field } from '@/ui/field';

const DAYS = [7, 30, 90, LIMITS.maxTokenDays] as const;

type Wanted = { name: string; scope: TokenScope; days: number };

/** What a new token is for, what it may do, and for how long. */
export function NewToken(props: {
  busy: boolean;
  problem: string | undefined;
  /** `done` empties the form. */
  onCreate: (wanted: Wanted, done: () => void) => void;
}) {
  const t = useTranslations('tokens');
  const id = useId();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<TokenScope>('read');
  const [days, setDays] = useState<number>(90);
  return (
    <form
      className="grid max-w-md gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') props.onCreate({ name, scope, days }, () => setName(''));
      }}
    >
      <label htmlFor={`${id}-name`} className="font-medium">
        {t('name')}
      </label>
      <input
        id={`${id}-name`}
        required
        autoComplete="off"
        maxLength={LIMITS.nameLength}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className={field}
      />
      <div className="grid gap-3 sm:grid-cols-[3fr_2fr]">
        <div className="grid gap-1">
          <label htmlFor={`${id}-scope`}>{t('scope')}</label>
          <select
            id={`${id}-scope`}
            value={scope}
            onChange={(event) =>
              setScope(TOKEN_SCOPES.find((one) => one === event.target.value) ?? 'read')
            }
            className={field}
          >
            {TOKEN_SCOPES.map((one) => (
              <option key={one} value={one}>
                {t(`scopes.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="grid gap-1">
          <label htmlFor={`${id}-days`}>{t('validFor')}</label>
          <select
            id={`${id}-days`}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
            className={field}
          >
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {t('days', { count: one })}
              </option>
            ))}
          </select>
        </div>
      </div>
      {props.problem && <p role="alert">{props.problem}</p>}
      <button type="submit" disabled={props.busy} className={button('quiet', 'justify-self-start')}>
        {t('create')}
      </button>
    </form>
  );
}
