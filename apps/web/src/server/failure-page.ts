import 'server-only';
import { createHash } from 'node:crypto';
import type { Reason } from '@easel/api/contract';
import type { Config } from '@easel/api/server';
import { createTranslator } from 'next-intl';
import { callbackPath, localeOf } from './callback-url.ts';
import { MESSAGES } from './language.ts';
import { escapeMarkup } from './markup.ts';

const STYLE =
  ':root{color-scheme:light dark;background:light-dark(#fbfaf8,#100f0d)}' +
  'body{margin:20vh auto;padding:0 1.5rem;max-width:34rem;font:1rem/1.6 system-ui,sans-serif;' +
  'color:light-dark(#1c1a14,#f2f0eb)}h1{font-size:1.375rem;line-height:1.4;text-wrap:balance}' +
  'a{display:inline-block;color:inherit;padding:.6875rem 0}small{opacity:.7}';
/** Nothing runs here; the one style is named by its hash. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

type Failure = { status: number; reason: Reason; requestId: string; retryAfter?: number };

/** Whether an answer is shown as a page: a form was sent, or a link was followed, by a browser. */
export function wantsPage(headers: Pick<Headers, 'get'>): boolean {
  return headers.get('accept')?.includes('text/html') ?? false;
}

/**
 * What a person reads where there is no file or list for them: a sentence in the language of the page
 * that they come from, and the way back to it.
 */
export function failurePage(
  config: Pick<Config, 'allowedOrigins'>,
  cameFrom: string | null,
  { status, reason, requestId, retryAfter }: Failure,
): Response {
  const back = callbackPath(cameFrom, config.allowedOrigins);
  const locale = localeOf(back);
  const t = createTranslator({ locale, messages: MESSAGES[locale] });
  const title = escapeMarkup(t('site.name'));
  const words = escapeMarkup(
    reason === 'RATE_LIMITED' && retryAfter !== undefined
      ? t('limits.tryAgain', { count: retryAfter })
      : t(`errors.${reason}`),
  );
  const lang = locale === 'zh' ? 'zh-Hans' : locale;
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
  });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  return new Response(
    `<!doctype html><html lang="${lang}"><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width"><title>${title}</title>` +
      `<style>${STYLE}</style><h1>${words}</h1>` +
      `<p><a href="${escapeMarkup(back)}">${escapeMarkup(t('failed.back'))}</a></p>` +
      `<small>${escapeMarkup(requestId)}</small></html>`,
    { status, headers },
  );
}
