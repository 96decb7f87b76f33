import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EmptyGallery } from '@/features/gallery/empty-gallery';
import { FilterBar } from '@/features/gallery/filter-bar';
import { readFilters, withFilter } from '@/features/gallery/filters';
import { FromTheStart } from '@/features/gallery/from-the-start';
import { Gallery } from '@/features/gallery/gallery';
import { alternates } from '@/i18n/alternates';
import { pageLocale } from '@/i18n/page-locale';
import { openGraph } from '@/server/open-graph';
import { galleryPage } from '@/server/reads';

export async function generateMetadata({ params }: PageProps<'/[locale]'>): Promise<Metadata> {
  const locale = await pageLocale(params);
  const t = await getTranslations({ locale, namespace: 'site' });
  return {
    alternates: alternates(locale, '/'),
    ...openGraph(locale, t('name'), { href: '/', picture: 'gallery', alt: t('pictureOf') }),
  };
}

export default async function GalleryPage({ params, searchParams }: PageProps<'/[locale]'>) {
  await pageLocale(params);
  const address = await searchParams;
  const filters = readFilters(address);
  const cursor = [address.cursor].flat()[0] || undefined;
  const first = await galleryPage({ ...filters, cursor });
  const t = await getTranslations('gallery');
  return (
    <div className="page">
      <h1 className="mt-2 mb-5 max-w-4xl text-xl sm:mt-6 sm:mb-7 sm:text-2xl">{t('title')}</h1>
      <FilterBar filters={filters} />
      <div className="mt-4">
        {cursor && <FromTheStart href={withFilter(filters, {})} />}
        <Gallery
          label={t('label')}
          first={first}
          cursor={cursor}
          filters={filters}
          empty={<EmptyGallery filters={filters} />}
        />
      </div>
    </div>
  );
}
