import type { MetadataRoute } from 'next';
import { LOCALES } from '@/i18n/routing';
import { studio } from '@/server/studio';

// The site's own address is known when it runs, not when it is built.
export const dynamic = 'force-dynamic';

/** What a visitor cannot see without signing in is of no use to a search engine either. */
const PRIVATE = ['/create', '/library', '/settings', '/sign-in', '/w/'];

export default function robots(): MetadataRoute.Robots {
  const disallow = [
    '/api/',
    ...PRIVATE,
    ...LOCALES.flatMap((locale) => PRIVATE.map((path) => `/${locale}${path}`)),
  ];
  return {
    rules: { userAgent: '*', allow: '/', disallow },
    sitemap: `${studio().config.origin}/sitemap.xml`,
  };
}
