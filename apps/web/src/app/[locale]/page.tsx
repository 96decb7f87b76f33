import { getTranslations, setRequestLocale } from 'next-intl/server';

export default async function GalleryPage({ params }: PageProps<'/[locale]'>) {
  const { locale } = await params;
  setRequestLocale(locale as 'en');
  const t = await getTranslations('site');
  return <h1>{t('tagline')}</h1>;
}
