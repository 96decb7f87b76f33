'use client';

import type { SignIn } from '@easel/api/contract';
import { useLocale, useTranslations } from 'next-intl';
import { Section } from '@/features/account/section';
import { getPathname } from '@/i18n/navigation';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';

/** The ways into this account: those it has, and those it could have. */
export function SignIns(props: {
  linked: SignIn[];
  providers: readonly { id: string; name: string; action: string }[];
  /** What went wrong on the way back from a provider. */
  problem?: 'taken' | 'other';
}) {
  const t = useTranslations('signIns');
  const failure = useFailure();
  const locale = useLocale();
  const utils = trpc.useUtils();
  const list = trpc.user.signIns.useQuery(undefined, { initialData: props.linked });
  const unlink = trpc.user.unlinkSignIn.useMutation({
    onSuccess: (left) => utils.user.signIns.setData(undefined, left),
  });
  const last = list.data.length > 0 && !list.data.some(({ removable }) => removable);
  return (
    <Section
      id="sign-ins"
      title={t('title')}
      hint={list.data.length > 0 ? t('hint') : t('hintNone')}
    >
      {props.problem && (
        <p role="alert" className="mb-4 max-w-prose rounded-control bg-sunken p-4">
          {t(`problems.${props.problem}`)}
        </p>
      )}
      {list.data.length > 0 && (
        <ul className="mb-4 grid gap-2">
          {list.data.map(({ provider, accountId, removable, ...way }) => {
            // Several of one provider are told apart by what it calls them.
            const name = isOne(list.data, provider) ? way.name : `${way.name} (${accountId})`;
            return (
              <li key={`${provider} ${accountId}`} className="flex min-h-11 items-center gap-4">
                <p className="min-w-0 flex-1 truncate font-medium">{name}</p>
                {removable && (
                  <button
                    type="button"
                    aria-label={t('unlinkNamed', { name })}
                    disabled={unlink.isPending}
                    onClick={() => unlink.mutate({ provider, accountId })}
                    className={button('quiet')}
                  >
                    {t('unlink')}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {last && <p className="mb-4 text-xs text-soft">{t('last')}</p>}
      {unlink.isError && (
        <p role="alert" className="mb-4">
          {failure(unlink.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {props.providers.map(({ id, name, action }) => (
          <form key={id} method="post" action={action}>
            <input
              type="hidden"
              name="callbackUrl"
              value={getPathname({ locale, href: '/settings' })}
            />
            <input type="hidden" name="linking" value="yes" />
            <button type="submit" className={button('quiet')}>
              {t(list.data.some(({ provider }) => provider === id) ? 'linkAnother' : 'link', {
                name,
              })}
            </button>
          </form>
        ))}
      </div>
    </Section>
  );
}

function isOne(all: readonly SignIn[], provider: string): boolean {
  return all.filter((one) => one.provider === provider).length === 1;
}
