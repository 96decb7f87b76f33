import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AvatarForm } from '@/features/account/avatar-form';
import { DeleteAccount } from '@/features/account/delete-account';
import { ExportData } from '@/features/account/export-data';
import { NameForm } from '@/features/account/name-form';
import { Sessions } from '@/features/account/sessions';
import { SignIns } from '@/features/account/sign-ins';
import { Tokens } from '@/features/account/tokens';
import { pageLocale } from '@/i18n/page-locale';
import { me, waysIn } from '@/server/reads';
import { requireViewer } from '@/server/require-viewer';
import { signInOptions } from '@/server/site';
import { studio } from '@/server/studio';
import { DataProvider } from '@/trpc/provider';

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/settings'>): Promise<Metadata> {
  const t = await getTranslations({ locale: await pageLocale(params), namespace: 'settings' });
  return { title: t('title') };
}

export default async function SettingsPage({
  params,
  searchParams,
}: PageProps<'/[locale]/settings'>) {
  const locale = await pageLocale(params);
  const viewer = await requireViewer(locale, '/settings');
  const [account, { signIns, sessions, tokens }] = await Promise.all([me(viewer), waysIn(viewer)]);
  const { problem } = await searchParams;
  const { providers } = signInOptions(studio().config);
  const t = await getTranslations('settings');
  return (
    <DataProvider>
      <div className="page max-w-3xl">
        <h1 className="mt-4 text-xl sm:mt-8">{t('title')}</h1>
        <p className="mt-1 mb-8 text-soft">{account.email ?? t('noEmail')}</p>
        <AvatarForm me={account} />
        <NameForm name={account.name} />
        {providers.length + signIns.length > 0 && (
          <SignIns
            linked={signIns}
            providers={providers}
            {...(typeof problem === 'string' && {
              problem: problem === 'OAuthAccountNotLinked' ? 'taken' : 'other',
            })}
          />
        )}
        <Sessions known={sessions} />
        <Tokens known={tokens} />
        <ExportData />
        <DeleteAccount name={account.name} />
      </div>
    </DataProvider>
  );
}
