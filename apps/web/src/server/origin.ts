import 'server-only';

/**
 * False for a request that another site made a browser send. Browsers put `Origin` on everything
 * but plain reads, and `Sec-Fetch-Site` where they find the connection trustworthy; a request with
 * neither comes from a program, which carries no one else's cookies.
 */
export function isSameOrigin(headers: Headers, allowedOrigins: readonly string[]): boolean {
  const origin = headers.get('origin');
  if (origin !== null) return allowedOrigins.includes(origin);
  const site = headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

/** True when a request's body is declared as JSON and nothing else. */
export function isJson(headers: Headers): boolean {
  return /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '');
}
