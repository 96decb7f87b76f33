'use client';

import { LIMITS } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { refreshMe } from '@/features/account/use-me';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { field } from '@/ui/field';

/** The name that others see. */
export function NameForm({ name: saved }: { name: string }) {
  const t = useTranslations('settings');
  const failure = useFailure();
  const id = useId();
  const [name, setName] = useState(saved);
  const update = trpc.user.update.useMutation({
    onSuccess: refreshMe,
  });
  const said = update.isError ? failure(update.error) : update.isSuccess ? t('saved') : '';

  return (
    <form
      className="grid max-w-md gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ name });
      }}
    >
      <label htmlFor={`${id}-name`} className="font-medium">
        {t('name')}
      </label>
      <p id={`${id}-hint`} className="text-xs text-soft">
        {t('nameHint')}
      </p>
      <div className="flex gap-2">
        <input
          id={`${id}-name`}
          name="name"
          required
          autoComplete="nickname"
          maxLength={LIMITS.nameLength}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            update.reset();
          }}
          aria-describedby={`${id}-hint`}
          aria-invalid={update.isError}
          className={field}
        />
        <button
          type="submit"
          disabled={update.isPending || name.trim() === ''}
          className={button('main')}
        >
          {t('save')}
        </button>
      </div>
      <p role={update.isError ? 'alert' : 'status'} className="min-h-6">
        {said}
      </p>
    </form>
  );
}
