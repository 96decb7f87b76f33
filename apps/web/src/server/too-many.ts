import 'server-only';
import { createTranslator } from 'next-intl';
import type { Locale } from '@/i18n/routing';
import en from '../../messages/en.json';
import zh from '../../messages/zh.json';
import { inLanguageOf } from './callback-url.ts';
import { escapeMarkup } from './markup.ts';

const MESSAGES = { en, zh };

/** Whether an answer is shown as a page: a form was sent or an address was opened. */
export function wantsPage(headers: Pick<Headers, 'get'>): boolean {
  return headers.get('sec-fetch-dest') === 'document';
}

/** The page for someone who asks too often: when to try again, in the language of where they were. */
export function tooManyPage(path: string, seconds: number): Response {
  const locale: Locale = inLanguageOf(path, '/') === '/' ? 'en' : 'zh';
  const t = createTranslator({ locale, messages: MESSAGES[locale] });
  const title = escapeMarkup(`${t('failed.title')} · ${t('site.name')}`);
  const words = escapeMarkup(t('limits.tryAgain', { count: seconds }));
  const lang = locale === 'zh' ? 'zh-Hans' : locale;
  return new Response(
    `<!doctype html><html lang="${lang}"><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width"><title>${title}</title><p>${words}</p></html>`,
    {
      status: 429,
      headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': String(seconds) },
    },
  );
}
