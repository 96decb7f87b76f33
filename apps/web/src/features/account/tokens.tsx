'use client';

import { type ApiToken, LIMITS } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import { NewToken } from '@/features/account/new-token';
import { Section } from '@/features/account/section';
import { TokenKey } from '@/features/account/token-key';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';

/** The keys that a person's own scripts come with: made here, shown once, ended here. */
export function Tokens({ known }: { known: ApiToken[] }) {
  const t = useTranslations('tokens');
  const failure = useFailure();
  const utils = trpc.useUtils();
  const list = trpc.token.list.useQuery(undefined, { initialData: known });
  const refresh = () => utils.token.list.invalidate();
  const create = trpc.token.create.useMutation({ onSuccess: refresh });
  const full = list.data.length >= LIMITS.maxTokens;
  return (
    <Section id="tokens" title={t('title')} hint={t('hint')}>
      {list.isError && (
        <p role="alert" className="mb-4">
          {failure(list.error)}
        </p>
      )}
      {list.data.length === 0 && <p className="mb-4 text-soft">{t('empty')}</p>}
      {list.data.length > 0 && (
        <ul className="mb-6 grid gap-4">
          {list.data.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              onGone={() => {
                if (create.data?.id === token.id) create.reset();
                return refresh();
              }}
            />
          ))}
        </ul>
      )}
      {create.data && <TokenKey key={create.data.id} token={create.data} />}
      {full ? (
        <p className="text-soft">{t('full')}</p>
      ) : (
        <NewToken
          busy={create.isPending}
          problem={create.isError ? failure(create.error) : undefined}
          onCreate={(input, done) => create.mutate(input, { onSuccess: done })}
        />
      )}
    </Section>
  );
}

function TokenRow({ token, onGone }: { token: ApiToken; onGone: () => Promise<void> }) {
  const t = useTranslations('tokens');
  const failure = useFailure();
  const format = useFormatter();
  const revoke = trpc.token.revoke.useMutation({ onSuccess: onGone });
  const day = (date: Date) => format.dateTime(date, { dateStyle: 'medium' });
  const { name, scope, lastUsedAt, expiresAt } = token;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="text-xs text-soft">
          {t(`scopes.${scope}`)}
          {' · '}
          {lastUsedAt ? t('lastUsed', { time: day(lastUsedAt) }) : t('neverUsed')}
          {' · '}
          {t('expires', { time: day(expiresAt) })}
        </p>
        {revoke.isError && <p role="alert">{failure(revoke.error)}</p>}
      </div>
      <button
        type="button"
        aria-label={t('revokeNamed', { name })}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate({ id: token.id })}
        className={button('quiet')}
      >
        {t('revoke')}
      </button>
    </li>
  );
}
