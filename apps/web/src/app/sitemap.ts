import { LIMITS } from '@easel/api/contract';
import type { MetadataRoute } from 'next';
import { getPathname } from '@/i18n/navigation';
import { LOCALES, routing } from '@/i18n/routing';
import { galleryPage } from '@/server/reads';
import { studio } from '@/server/studio';

export const dynamic = 'force-dynamic';

/** The gallery, and the creators of its newest wallpapers, in both languages. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const { items } = await galleryPage({ limit: LIMITS.maxPageSize });
  const creators = new Map<string, Date>();
  for (const { creator, createdAt } of items) {
    if (!creators.has(creator.id)) creators.set(creator.id, createdAt);
  }
  const newest = items[0] && { lastModified: items[0].createdAt };
  return [
    { ...page('/'), ...newest },
    ...[...creators].map(([id, lastModified]) => ({ ...page(`/u/${id}`), lastModified })),
  ];
}

function page(href: string): { url: string; alternates: { languages: Record<string, string> } } {
  const { origin } = studio().config;
  const languages = LOCALES.map((locale) => [locale, origin + getPathname({ locale, href })]);
  return {
    url: origin + getPathname({ locale: routing.defaultLocale, href }),
    alternates: { languages: Object.fromEntries(languages) },
  };
}
