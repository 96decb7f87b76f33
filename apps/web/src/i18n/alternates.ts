import type { Metadata } from 'next';
import type { Locale } from 'next-intl';
import { getPathname } from '@/i18n/navigation';
import { routing } from '@/i18n/routing';

/** Where the same page stands in each language, for search engines. */
export function alternates(locale: Locale, href: string): Metadata['alternates'] {
  const languages = Object.fromEntries(
    routing.locales.map((one) => [one, getPathname({ locale: one, href })]),
  );
  return {
    canonical: getPathname({ locale, href }),
    languages: { ...languages, 'x-default': getPathname({ locale: routing.defaultLocale, href }) },
  };
}
