'use client';

import type { Session } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import { Section } from '@/features/account/section';
import { SignOut } from '@/features/account/sign-out';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';

/** Where a person is signed in, and the way to end it. */
export function Sessions({ known }: { known: Session[] }) {
  const t = useTranslations('sessions');
  const failure = useFailure();
  const utils = trpc.useUtils();
  const list = trpc.user.sessions.useQuery(undefined, { initialData: known });
  const refresh = () => utils.user.sessions.invalidate();
  const endOne = trpc.user.endSession.useMutation({ onSettled: refresh });
  const endOthers = trpc.user.endOtherSessions.useMutation({ onSuccess: refresh });
  const problem = list.error ?? endOne.error ?? endOthers.error;
  const others = list.data.length - 1;
  return (
    <Section id="sessions" title={t('title')} hint={t('hint')}>
      {problem && (
        <p role="alert" className="mb-4">
          {failure(problem)}
        </p>
      )}
      <ul className="grid gap-4">
        {list.data.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={endOne.isPending}
            onEnd={() => endOne.mutate({ id: session.id })}
          />
        ))}
      </ul>
      {others > 1 && (
        <button
          type="button"
          disabled={endOthers.isPending}
          onClick={() => endOthers.mutate()}
          className={button('quiet', 'mt-4')}
        >
          {t('endOthers')}
        </button>
      )}
    </Section>
  );
}

function SessionRow(props: { session: Session; busy: boolean; onEnd: () => void }) {
  const t = useTranslations('sessions');
  const format = useFormatter();
  const { device, lastSeenAt, startedAt, current } = props.session;
  const { browser, system } = device;
  const day = (date: Date) => format.dateTime(date, { dateStyle: 'medium' });
  const moment = format.dateTime(lastSeenAt, { dateStyle: 'medium', timeStyle: 'short' });
  const name =
    browser && system
      ? t('device', { name: browser, system })
      : (browser ?? system ?? t('unknown'));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{name}</p>
        <p className="flex flex-wrap gap-x-3 text-xs text-soft">
          <span>{current ? t('current') : t('lastSeen', { time: moment })}</span>{' '}
          <span>{t('since', { time: day(startedAt) })}</span>
        </p>
      </div>
      {current ? (
        <SignOut />
      ) : (
        <button
          type="button"
          aria-label={t('endNamed', { name })}
          disabled={props.busy}
          onClick={props.onEnd}
          className={button('quiet')}
        >
          {t('end')}
        </button>
      )}
    </li>
  );
}
