import 'server-only';
import type { Metadata } from 'next';
import { getPathname } from '../i18n/address.ts';
import type { Locale } from '../i18n/routing.ts';

const LANGUAGES = { en: 'en_US', zh: 'zh_CN' } as const satisfies Record<Locale, string>;

/** What places that show links show of one: the name of the site, a picture, and the picture in words. */
export function openGraph(
  locale: Locale,
  site: string,
  link: { href?: string; picture: string; alt: string },
): Pick<Metadata, 'openGraph' | 'twitter'> {
  const { href, picture, alt } = link;
  return {
    openGraph: {
      siteName: site,
      type: 'website',
      locale: LANGUAGES[locale],
      ...(href && { url: getPathname({ locale, href }) }),
      images: [{ url: `/og/${picture}.jpg`, width: 1200, height: 630, type: 'image/jpeg', alt }],
    },
    twitter: { card: 'summary_large_image' },
  };
}
