import 'server-only';
import type { Config } from '@easel/api/server';

/**
 * The origin a browser used for this request, when it is one of the site's own names, else the
 * public one. Next itself rewrites 127.0.0.1 to localhost in a request's address.
 */
export function originOf(headers: Headers, config: Config): string {
  const { protocol } = new URL(config.origin);
  const used = `${protocol}//${headers.get('host') ?? ''}`;
  return config.allowedOrigins.includes(used) ? used : config.origin;
}

/** Whether a part of an address can be the id of a row. */
export function isId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}

/** Ways to sign in that this site offers, for its sign-in page. */
export function signInOptions(config: Config): {
  providers: { id: 'github' | 'google' | 'oidc'; name: string }[];
  local: boolean;
} {
  const { github, google, oidc } = config.providers;
  return {
    providers: [
      ...(github ? [{ id: 'github' as const, name: 'GitHub' }] : []),
      ...(google ? [{ id: 'google' as const, name: 'Google' }] : []),
      ...(oidc ? [{ id: 'oidc' as const, name: oidc.name }] : []),
    ],
    local: config.localAccounts.on,
  };
}
