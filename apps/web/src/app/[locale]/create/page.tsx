import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { IDEAS, ideasOfToday } from '@/features/studio/ideas-of-today';
import { Studio } from '@/features/studio/studio';
import { pageLocale } from '@/i18n/page-locale';
import { me, models, times, wallpaper } from '@/server/reads';
import { requireViewer } from '@/server/require-viewer';
import { seenScreen } from '@/server/seen-screen';
import { DataProvider } from '@/trpc/provider';

const IDEAS_SHOWN = 4;

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/create'>): Promise<Metadata> {
  const t = await getTranslations({ locale: await pageLocale(params), namespace: 'nav' });
  return { title: t('create') };
}

export default async function CreatePage({ params, searchParams }: PageProps<'/[locale]/create'>) {
  const locale = await pageLocale(params);
  const { prompt, remix } = await searchParams;
  const query = new URLSearchParams({
    ...(typeof prompt === 'string' && { prompt }),
    ...(typeof remix === 'string' && { remix }),
  });
  const viewer = await requireViewer(locale, query.size > 0 ? `/create?${query}` : '/create');
  const source = typeof remix === 'string' ? await wallpaper(viewer, remix) : null;
  const t = await getTranslations('studio');
  return (
    <DataProvider>
      <div className="page max-w-6xl">
        <h1 className="mx-auto mt-4 mb-6 max-w-3xl text-xl sm:mt-8">{t('title')}</h1>
        <Studio
          // Another wallpaper to start from is another studio.
          key={source?.id}
          me={await me(viewer)}
          seen={await seenScreen()}
          models={models()}
          times={await times()}
          ideas={ideasOfToday(IDEAS, IDEAS_SHOWN, new Date()).map((idea) => t(`ideaList.${idea}`))}
          {...(typeof prompt === 'string' && { prompt })}
          {...(source && { prompt: source.prompt, remixOf: source.id })}
        />
      </div>
    </DataProvider>
  );
}
