import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { FromTheStart } from '@/features/gallery/from-the-start';
import { Gallery } from '@/features/gallery/gallery';
import { alternates } from '@/i18n/alternates';
import { pageLocale } from '@/i18n/page-locale';
import { openGraph } from '@/server/open-graph';
import { galleryPage, profile } from '@/server/reads';
import { Avatar } from '@/ui/avatar';
import { Notice } from '@/ui/notice';

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/u/[id]'>): Promise<Metadata> {
  const locale = await pageLocale(params);
  const { id } = await params;
  const found = await profile(id);
  if (!found) return {};
  const t = await getTranslations({ locale, namespace: 'creator' });
  const site = await getTranslations({ locale, namespace: 'site' });
  const name = found.former ? t('former') : found.name;
  const href = `/u/${id}`;
  const picture =
    found.wallpaperCount > 0
      ? { picture: id, alt: t('label', { name }) }
      : { picture: 'gallery', alt: site('pictureOf') };
  return {
    title: name,
    alternates: alternates(locale, href),
    ...openGraph(locale, site('name'), { href, ...picture }),
  };
}

export default async function CreatorPage({ params, searchParams }: PageProps<'/[locale]/u/[id]'>) {
  await pageLocale(params);
  const { id } = await params;
  const address = await searchParams;
  const cursor = [address.cursor].flat()[0] || undefined;
  const found = await profile(id);
  if (!found) notFound();
  const filters = { creatorId: id };
  const first = await galleryPage({ ...filters, cursor });
  const t = await getTranslations('creator');
  const name = found.former ? t('former') : found.name;
  return (
    <div className="page">
      <div className="mt-2 mb-6 flex items-center gap-4 sm:mt-6">
        <Avatar src={found.avatarUrl} size={64} />
        <div className="min-w-0">
          <h1 className="truncate text-lg">{name}</h1>
          <p className="text-soft">{t('count', { count: found.wallpaperCount })}</p>
        </div>
      </div>
      {cursor && <FromTheStart href={`/u/${id}`} />}
      <Gallery
        label={t('label', { name })}
        first={first}
        cursor={cursor}
        filters={filters}
        empty={<Notice title={t('empty')} />}
      />
    </div>
  );
}
