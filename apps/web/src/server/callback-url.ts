import 'server-only';
import type { Locale } from '@/i18n/routing';
import { getPathname } from '../i18n/address.ts';

/**
 * Where to go after signing in, as a path on this site. Anything that does not parse to one of the
 * site's own pages gives `/`: other sites in every spelling, scripts, the API.
 */
export function callbackPath(value: unknown, origins: readonly string[]): string {
  const [site] = origins;
  if (typeof value !== 'string' || value.length > 2000 || !site || !URL.canParse(value, site))
    return '/';
  const url = new URL(value, site);
  // A path that starts with two slashes would name a host when it is followed on its own.
  const onSite = origins.includes(url.origin) && !url.username && /^\/(?![/\\])/.test(url.pathname);
  if (!onSite || /^\/(api|media|_next)(\/|$)/i.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

/** The language of a page of this site. */
export function localeOf(path: string): Locale {
  return /^\/zh(\/|$|\?|#)/.test(path) ? 'zh' : 'en';
}

/** The page at `path` in the language of the page `near`. */
export function inLanguageOf(near: string, path: string): string {
  return getPathname({ locale: localeOf(near), href: path });
}
