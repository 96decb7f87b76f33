import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NameForm } from '@/features/account/name-form';
import { SignOut } from '@/features/account/sign-out';
import { Tokens } from '@/features/account/tokens';
import { pageLocale } from '@/i18n/page-locale';
import { me } from '@/server/reads';
import { requireViewer } from '@/server/require-viewer';
import { Avatar } from '@/ui/avatar';

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/settings'>): Promise<Metadata> {
  const t = await getTranslations({ locale: await pageLocale(params), namespace: 'settings' });
  return { title: t('title') };
}

export default async function SettingsPage({ params }: PageProps<'/[locale]/settings'>) {
  const locale = await pageLocale(params);
  const viewer = await requireViewer(locale, '/settings');
  const account = await me(viewer);
  const t = await getTranslations('settings');
  return (
    <div className="page max-w-3xl">
      <h1 className="mt-4 mb-8 text-xl sm:mt-8">{t('title')}</h1>
      <div className="mb-8 flex items-center gap-4">
        <Avatar src={account.avatarUrl} size={64} />
        <p className="min-w-0 text-soft">{account.email ?? t('noEmail')}</p>
      </div>
      <NameForm name={account.name} />
      <Tokens />
      <section aria-labelledby="leave" className="mt-8 border-t border-line pt-6">
        <h2 id="leave" className="mb-1 text-sm font-medium">
          {t('session')}
        </h2>
        <p className="mb-4 text-xs text-soft">{t('sessionHint')}</p>
        <SignOut />
      </section>
    </div>
  );
}
