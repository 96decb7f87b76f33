'use client';

import { LIMITS } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { button } from '@/ui/button';
import { field } from '@/ui/field';

/** A name and nothing else, for a site on one's own machine. */
export function LocalSignIn({ callbackUrl }: { callbackUrl: string }) {
  const t = useTranslations('signIn');
  const errors = useTranslations('errors');
  const limits = useTranslations('limits');
  const id = useId();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const response = await fetch('/api/sign-in/local', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      });
      // A whole new page: everything that a visitor was shown is asked for again.
      if (response.ok) return window.location.assign(callbackUrl);
      const count = Number(response.headers.get('retry-after'));
      if (response.status === 429) setProblem(limits('tryAgain', { count }));
      else setProblem(response.status === 400 ? t('nameWrong') : errors('INTERNAL'));
    } catch {
      setProblem(errors('OFFLINE'));
    }
    setBusy(false);
  }

  return (
    <form onSubmit={submit} aria-busy={busy} className="grid gap-3">
      <label htmlFor={`${id}-name`} className="font-medium">
        {t('name')}
      </label>
      <input
        id={`${id}-name`}
        name="name"
        required
        autoComplete="nickname"
        maxLength={LIMITS.nameLength}
        value={name}
        onChange={(event) => setName(event.target.value)}
        aria-describedby={`${id}-plain${problem ? ` ${id}-problem` : ''}`}
        aria-invalid={problem !== undefined}
        className={field}
      />
      {problem && (
        <p id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      <p id={`${id}-plain`} className="text-xs text-soft">
        {t('localPlain')}
      </p>
      <button type="submit" disabled={busy} className={button('main')}>
        {t('local')}
      </button>
    </form>
  );
}
