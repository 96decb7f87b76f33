import 'server-only';
import type { Config } from '@easel/api/server';

/**
 * The cookie that holds a session's token. On https its name carries the promise that browsers
 * enforce: set by this host, over https, for the whole site.
 */
export function sessionCookie(config: Pick<Config, 'origin'>) {
  const secure = config.origin.startsWith('https:');
  return {
    name: `${secure ? '__Host-' : ''}authjs.session-token`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  } as const;
}

/** A `Set-Cookie` line that hands a session to the browser, or with null takes it away. */
export function setSession(
  config: Pick<Config, 'origin'>,
  session: { sessionToken: string; expires: Date } | null,
): string {
  const { name, options } = sessionCookie(config);
  const seconds = session ? Math.floor((session.expires.getTime() - Date.now()) / 1000) : 0;
  const value = session?.sessionToken ?? '';
  const secure = options.secure ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** The value of a cookie that a request carries. */
export function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split('; ');
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
