import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Library } from '@/features/library/library';
import { LibraryTabs, TABS } from '@/features/library/library-tabs';
import { pageLocale } from '@/i18n/page-locale';
import { requireViewer } from '@/server/require-viewer';
import { DataProvider } from '@/trpc/provider';

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/library'>): Promise<Metadata> {
  const t = await getTranslations({ locale: await pageLocale(params), namespace: 'library' });
  return { title: t('title') };
}

export default async function LibraryPage({
  params,
  searchParams,
}: PageProps<'/[locale]/library'>) {
  const locale = await pageLocale(params);
  const asked = (await searchParams).tab;
  const tab = TABS.find((one) => one === asked) ?? 'wallpapers';
  await requireViewer(locale, tab === 'wallpapers' ? '/library' : `/library?tab=${tab}`);
  const t = await getTranslations('library');
  return (
    <DataProvider>
      <div className="page">
        <h1 className="mt-2 mb-4 text-xl sm:mt-6">{t('title')}</h1>
        <LibraryTabs current={tab} />
        <Library tab={tab} />
      </div>
    </DataProvider>
  );
}
