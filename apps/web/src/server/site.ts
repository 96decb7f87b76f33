import 'server-only';
import { type Config, offeredProviders, type ProviderId } from '@easel/api/server';

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
  return {
    providers: offeredProviders(config).map((provider) => ({
      ...provider,
      action: `${config.origin}/api/sign-in/${provider.id}`,
    })),
    local: config.localAccounts.on,
  };
}
