import 'server-only';
import { Auth, type AuthConfig, skipCSRFCheck } from '@auth/core';
import {
  authAdapter,
  endSession,
  type ProviderId,
  renewSession,
  type Studio,
} from '@easel/api/server';
import { countSignIn } from '../../meter.ts';
import { readBody } from './body.ts';
import { callbackPath, inLanguageOf } from './callback-url.ts';
import { isLinking, linkingMark } from './linking.ts';
import { discover, secretMethodOf } from './oidc.ts';
import { providersOf } from './providers.ts';
import { cookieOf, sessionCookie, setSession } from './session-cookie.ts';
import { originOf } from './site.ts';

const BASE = '/api/auth';
const FORM_BYTES = 64_000;

/** Answers `/api/auth/*`. The caller has checked where a POST comes from. */
export async function answerAuth(studio: Studio, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const origin = originOf(request.headers, studio.config);
  const headers = new Headers();
  for (const name of ['cookie', 'content-type', 'x-auth-return-redirect']) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (isWayBack(pathname) && !isLinking(studio.config, request)) leaveSession(headers, studio);
  const body = request.method === 'POST' ? await readBody(request, FORM_BYTES) : null;
  const plain = new Request(`${origin}${pathname}${search}`, {
    method: request.method,
    headers,
    body,
  });
  const userAgent = request.headers.get('user-agent');
  let unread: Error | undefined;
  const config = await authConfig(studio, pathname, userAgent);
  const given = await Auth(plain, {
    ...config,
    logger: {
      ...config.logger,
      error(error) {
        if ('type' in error && error.type === 'SessionTokenError') unread = error;
        else config.logger?.error?.(error);
      },
    },
  });
  // Auth.js takes a session that cannot be read for none, and a person would seem signed out.
  if (unread) throw unread;
  const answer = await withNewSession(studio, request, given, userAgent);
  return backToSignIn(answer, origin, goal(plain, studio), studio);
}

/**
 * Begins a sign-in at a provider, from a form of this site. Gives the address to go on to (the
 * provider's, or the sign-in page with an error) and the cookies that the way back needs. With
 * `linking`, what is found there becomes another way into the account of the session.
 */
export async function beginSignIn(
  studio: Studio,
  request: Request,
  provider: ProviderId,
  { callbackUrl, linking }: { callbackUrl: string; linking: boolean },
): Promise<{ location: string; cookies: string[] }> {
  const origin = originOf(request.headers, studio.config);
  const pathname = `${BASE}/signin/${provider}`;
  const plain = new Request(`${origin}${pathname}`, {
    method: 'POST',
    headers: { cookie: request.headers.get('cookie') ?? '' },
    body: new URLSearchParams({ callbackUrl }),
  });
  const config: AuthConfig = { ...(await authConfig(studio, pathname, null)), skipCSRFCheck };
  const answer = backToSignIn(await Auth(plain, config), origin, callbackUrl, studio);
  const cookies = answer.headers.getSetCookie();
  if (linking) cookies.push(linkingMark(studio.config, request, cookies));
  return { location: answer.headers.get('location') ?? origin, cookies };
}

async function authConfig(
  studio: Studio,
  pathname: string,
  userAgent: string | null,
): Promise<AuthConfig> {
  const { config, log } = studio;
  const { name, options } = sessionCookie(config);
  return {
    basePath: BASE,
    secret: config.authSecret,
    // The address of the request above is one of ours, never what a header claims.
    trustHost: true,
    useSecureCookies: options.secure,
    adapter: authAdapter(studio, userAgent),
    providers: providersOf(studio, await secretMethod(config, pathname)),
    session: { strategy: 'database' },
    cookies: { sessionToken: { name, options } },
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    callbacks: {
      redirect: ({ url, baseUrl }) => baseUrl + callbackPath(url, [baseUrl]),
      session: ({ session, user }) => ({
        expires: session.expires,
        user: { id: user.id, name: user.name, email: user.email },
      }),
    },
    events: { signIn: ({ account }) => countSignIn(account?.provider ?? 'other') },
    logger: {
      error: (error) => log.warn({ err: error }, 'sign-in failed'),
      warn: (code) => log.debug({ code }, 'sign-in'),
      debug: () => {},
    },
  };
}

/** Asks the provider only on the way back from it: nothing else shows it the secret. */
async function secretMethod({ providers }: Studio['config'], pathname: string) {
  const { oidc } = providers;
  return oidc && pathname === `${BASE}/callback/oidc`
    ? await discover(oidc.issuer).then(secretMethodOf, () => 'client_secret_basic' as const)
    : 'client_secret_basic';
}

/**
 * Whoever signs in at a provider leaves the session that the browser came with: Auth.js would go on
 * with one that something was linked to, and leave any other to whoever has a copy of it.
 */
async function withNewSession(
  studio: Studio,
  request: Request,
  answer: Response,
  userAgent: string | null,
): Promise<Response> {
  const { name } = sessionCookie(studio.config);
  const before = cookieOf(request, name);
  const lines = answer.headers.getSetCookie();
  const begun = lines.find((line) => line.startsWith(`${name}=`) && !line.startsWith(`${name}=;`));
  if (!before || !begun || !isWayBack(new URL(request.url).pathname)) return answer;
  if (!begun.startsWith(`${name}=${before};`)) {
    await endSession(studio, before);
    return answer;
  }
  const session = await renewSession(studio, before, userAgent);
  const headers = new Headers(answer.headers);
  headers.delete('set-cookie');
  for (const line of lines)
    headers.append('set-cookie', line === begun ? setSession(studio.config, session) : line);
  return new Response(answer.body, { status: answer.status, headers });
}

/** An error page of ours keeps the language and the place that the person was going to. */
function backToSignIn(
  answer: Response,
  origin: string,
  goingTo: string | undefined,
  { config }: Studio,
): Response {
  const location = answer.headers.get('location');
  const target = location && URL.canParse(location, origin) ? new URL(location, origin) : null;
  if (target?.origin !== origin || target.pathname !== '/sign-in') return answer;
  const path = callbackPath(goingTo, config.allowedOrigins);
  target.pathname = inLanguageOf(path, '/sign-in');
  if (path !== '/') target.searchParams.set('callbackUrl', path);
  const headers = new Headers(answer.headers);
  headers.set('location', target.href);
  return new Response(null, { status: answer.status, headers });
}

/** Where Auth.js remembers the person is going: the address bar first, then its cookie. */
function goal(request: Request, { config }: Studio): string | undefined {
  const asked = new URL(request.url).searchParams.get('callbackUrl');
  if (asked) return asked;
  const secure = sessionCookie(config).options.secure;
  const line = cookieOf(request, `${secure ? '__Secure-' : ''}authjs.callback-url`);
  try {
    return line && decodeURIComponent(line);
  } catch {
    return undefined;
  }
}

function isWayBack(pathname: string): boolean {
  return pathname.startsWith(`${BASE}/callback/`);
}

/** Auth.js links what it finds to a session that it sees; whoever only signs in shows it none. */
function leaveSession(headers: Headers, { config }: Studio): void {
  const pairs = (headers.get('cookie') ?? '').split('; ');
  const session = `${sessionCookie(config).name}=`;
  headers.set('cookie', pairs.filter((pair) => !pair.startsWith(session)).join('; '));
}
