import 'server-only';
import { createHmac } from 'node:crypto';
import type { Config } from '@easel/api/server';
import { cookieOf, sessionCookie } from './session-cookie.ts';

const MINUTES = 15;

/**
 * The `Set-Cookie` line that marks a way to a provider as begun in the settings, by this session and
 * for this way alone. Without it nothing is linked: whoever could put a session of theirs into
 * somebody's browser would otherwise be given the next account that signs in there.
 *
 * @param begun the `Set-Cookie` lines with which Auth.js sends the browser off
 */
export function linkingMark(config: Config, request: Request, begun: readonly string[]): string {
  const state = begun.find((line) => line.startsWith(`${stateName(config)}=`));
  const { name, secure } = mark(config);
  const session = cookieOf(request, sessionCookie(config).name);
  const value = markOf(config, session, state?.slice(state.indexOf('=') + 1).split(';', 1)[0]);
  const end = `; Path=/api/auth/callback; Max-Age=${MINUTES * 60}; HttpOnly; SameSite=Lax`;
  return `${name}=${value}${end}${secure ? '; Secure' : ''}`;
}

/** Whether a browser comes back from a provider to link what it found there to its session. */
export function isLinking(config: Config, request: Request): boolean {
  const session = cookieOf(request, sessionCookie(config).name);
  const state = cookieOf(request, stateName(config));
  const given = cookieOf(request, mark(config).name);
  return given !== undefined && given === markOf(config, session, state);
}

function markOf(config: Config, session = '', state = ''): string {
  const bound = `linking ${session} ${state}`;
  return createHmac('sha256', config.authSecret).update(bound).digest('hex');
}

function mark(config: Config) {
  const { secure } = sessionCookie(config).options;
  return { name: `${secure ? '__Secure-' : ''}easel.linking`, secure };
}

/** Where Auth.js keeps what the provider has to send back. */
function stateName(config: Config): string {
  return `${sessionCookie(config).options.secure ? '__Secure-' : ''}authjs.state`;
}
