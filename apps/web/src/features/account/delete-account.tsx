'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Section } from '@/features/account/section';
import { useMe } from '@/features/account/use-me';
import { getPathname } from '@/i18n/navigation';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { field } from '@/ui/field';

/** The end of an account, for who types its name. */
export function DeleteAccount({ name: saved }: { name: string }) {
  const t = useTranslations('deleteAccount');
  const failure = useFailure();
  const locale = useLocale();
  const id = useId();
  const me = useMe();
  const [typed, setTyped] = useState('');
  const remove = trpc.user.delete.useMutation({
    // A whole new page: nothing of the account may stay on the screen.
    onSuccess: () => window.location.assign(getPathname({ locale, href: '/' })),
  });
  // It may have been changed further up.
  const name = me?.name ?? saved;
  return (
    <Section id="delete" title={t('title')} hint={t('hint')}>
      <form
        className="grid max-w-md gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate({ name: typed });
        }}
      >
        <label htmlFor={`${id}-name`}>{t('confirm', { name })}</label>
        <div className="flex gap-2">
          <input
            id={`${id}-name`}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className={field}
          />
          <button
            type="submit"
            disabled={typed.trim() !== name || remove.isPending || remove.isSuccess}
            className={button('quiet', 'enabled:text-accent')}
          >
            {t('delete')}
          </button>
        </div>
        <p role="alert">{remove.isError && failure(remove.error)}</p>
      </form>
    </Section>
  );
}
