import { defineRouting } from 'next-intl/routing';

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/**
 * English at `/…`, Chinese at `/zh/…`. The address alone decides the language, never a cookie or
 * a header, so that a page is the same bytes for everyone who asks for it.
 */
export const routing = defineRouting({
  locales: LOCALES,
  defaultLocale: 'en',
  localePrefix: 'as-needed',
  localeDetection: false,
  localeCookie: false,
});
