import 'server-only';
import { escapeMarkup } from './markup.ts';

/**
 * A page that leads on to another site. A redirect would not do: browsers hold those that follow a
 * form to `form-action`, and nobody knows which hosts a provider passes a person through.
 */
export function goOn(location: string, cookies: string[]): Response {
  const address = escapeMarkup(location);
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}">` +
      `<title>…</title><p><a href="${address}">${escapeMarkup(new URL(location).host)}</a></p>`,
    { headers },
  );
}
