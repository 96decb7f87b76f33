import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { KeptLibrary } from '@/features/offline/kept-library';
import { pageLocale } from '@/i18n/page-locale';

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/offline'>): Promise<Metadata> {
  const t = await getTranslations({ locale: await pageLocale(params), namespace: 'offline' });
  return { title: t('title'), robots: { index: false } };
}

/** What the service worker shows for every page when there is no connection. */
export default async function OfflinePage({ params }: PageProps<'/[locale]/offline'>) {
  await pageLocale(params);
  const t = await getTranslations('offline');
  return (
    <div className="page">
      <h1 className="mt-2 mb-2 text-xl sm:mt-6">{t('title')}</h1>
      <p className="mb-6 text-soft">{t('hint')}</p>
      <KeptLibrary />
    </div>
  );
}
