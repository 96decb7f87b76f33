import 'server-only';
import type { Config } from '@easel/api/server';

export const PROVIDER_IDS = ['github', 'google', 'oidc'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

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

/**
 * Ways to sign in that this site offers, for its sign-in page. A provider knows the public origin
 * only, so its form posts there, from whichever name of this machine the page was opened at.
 */
export function signInOptions(config: Config): {
  providers: { id: ProviderId; name: string; action: string }[];
  local: boolean;
} {
  const { github, google, oidc } = config.providers;
  const offered: [ProviderId, string | undefined][] = [
    ['github', github ? 'GitHub' : undefined],
    ['google', google ? 'Google' : undefined],
    ['oidc', oidc?.name],
  ];
  return {
    providers: offered.flatMap(([id, name]) =>
      name ? [{ id, name, action: `${config.origin}/api/sign-in/${id}` }] : [],
    ),
    local: config.localAccounts.on,
  };
}
