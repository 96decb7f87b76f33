import { LOCALES, type Locale, routing } from './routing.ts';

export type Href =
  | string
  | { pathname: string; query?: Readonly<Record<string, string | undefined>> };

/** The address of a page in a language: English at `/…`, Chinese at `/zh/…`. */
export function getPathname({ locale, href }: { locale: Locale; href: Href }): string {
  const path = typeof href === 'string' ? href : withQuery(href.pathname, href.query ?? {});
  if (locale === routing.defaultLocale) return path;
  return `/${locale}${path.replace(/^\/(?=$|[?#])/, '')}`;
}

/** The page that an address names, without its language. */
export function withoutLocale(pathname: string): string {
  const prefix = LOCALES.map((one) => `/${one}`).find(
    (one) => pathname === one || pathname.startsWith(`${one}/`),
  );
  return prefix ? pathname.slice(prefix.length) || '/' : pathname;
}

function withQuery(pathname: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((one): one is [string, string] => !!one[1]);
  return given.length > 0 ? `${pathname}?${new URLSearchParams(given)}` : pathname;
}
