import 'server-only';
import type { ListedCreator } from '@easel/api/server';
import { getPathname } from '../i18n/address.ts';
import { LOCALES, routing } from '../i18n/routing.ts';

/** Before every id there is: the file that begins here is the first. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** An index (sitemaps.org) of the files that begin with these creators. */
export function sitemapIndex(origin: string, parts: readonly string[]): string {
  const files = [FIRST_ID, ...parts.slice(1)].map(
    (from) => `<sitemap><loc>${origin}/sitemap.xml?from=${from}</loc></sitemap>\n`,
  );
  return `${HEAD}<sitemapindex ${NAMESPACE}>\n${files.join('')}</sitemapindex>\n`;
}

/** Pages of creators, and the gallery with the first of them; each says where its other languages are. */
export function sitemapFile(
  origin: string,
  creators: readonly ListedCreator[],
  { withGallery }: { withGallery: boolean },
): string {
  const newest = creators.reduce((last, creator) => Math.max(last, creator.newest.getTime()), 0);
  const gallery = withGallery ? page(origin, '/', newest ? new Date(newest) : null) : '';
  const pages = creators.map((creator) => page(origin, `/u/${creator.id}`, creator.newest));
  const languages = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return `${HEAD}<urlset ${NAMESPACE} ${languages}>\n${gallery}${pages.join('')}</urlset>\n`;
}

function page(origin: string, href: string, changed: Date | null): string {
  const languages = LOCALES.map(
    (locale) =>
      `<xhtml:link rel="alternate" hreflang="${locale}" href="${origin}${getPathname({ locale, href })}"/>`,
  );
  const location = origin + getPathname({ locale: routing.defaultLocale, href });
  const at = changed ? `<lastmod>${changed.toISOString()}</lastmod>` : '';
  return `<url><loc>${location}</loc>${languages.join('')}${at}</url>\n`;
}
