import 'server-only';
import type { Locale } from '@/i18n/routing';
import en from '../../messages/en.json';
import zh from '../../messages/zh.json';
import { localeOf } from './callback-url.ts';

export const MESSAGES = { en, zh };

/**
 * The language of an answer that is no page: that of the page which asks, as a browser names it, or
 * else the one that the asker likes best.
 */
export function languageOf(headers: Pick<Headers, 'get'>, origins: readonly string[]): Locale {
  const from = headers.get('referer');
  if (from && URL.canParse(from)) {
    const { origin, pathname } = new URL(from);
    if (origins.includes(origin)) return localeOf(pathname);
  }
  const [best] = (headers.get('accept-language') ?? '')
    .slice(0, 200)
    .split(',')
    .map((each) => {
      const [range = '', weight = '1'] = each
        .trim()
        .toLowerCase()
        .split(/;\s*q=/);
      return { language: range.split('-')[0] ?? '', weight: Number(weight) };
    })
    .filter(({ language, weight }) => Object.hasOwn(MESSAGES, language) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best?.language === 'zh' ? 'zh' : 'en';
}
