import 'server-only';
import { customFetch } from '@auth/core';
import { type Config, type Studio, waitingAddress } from '@easel/api/server';
import type { Provider } from 'next-auth/providers';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { checkedFetch, claimsOf, type SecretMethod } from './oidc.ts';

/** Nothing of a provider's tokens is kept: they are of no use after the sign-in. */
const account = () => undefined;

type Address = { email: string; primary: boolean; verified: boolean };

/**
 * The providers that the configuration switches on, with state, PKCE and (where there is an ID
 * token) nonce. Profiles carry an address only when the provider vouches for it.
 */
export function providersOf(studio: Studio, secretMethod: SecretMethod): Provider[] {
  const { github, google, oidc } = studio.config.providers;
  return [
    ...(github ? [gitHub(github, studio)] : []),
    ...(google ? [googleAccounts(google)] : []),
    ...(oidc ? [openId(oidc, secretMethod)] : []),
  ];
}

function gitHub({ id, secret }: { id: string; secret: string }, studio: Studio): Provider {
  return GitHub({
    clientId: id,
    clientSecret: secret,
    checks: ['pkce', 'state'],
    account,
    profile: async (profile, tokens) => ({
      id: String(profile.id),
      name: profile.name ?? profile.login,
      image: profile.avatar_url,
      email: await verifiedAddress(studio, tokens.access_token),
    }),
  });
}

async function verifiedAddress(
  studio: Studio,
  accessToken: string | undefined,
): Promise<string | null> {
  const response = await fetch('https://api.github.com/user/emails', {
    headers: { authorization: `Bearer ${accessToken}`, 'user-agent': 'easel' },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) return null;
  const addresses: Address[] = await response.json();
  const verified = addresses.filter((address) => address.verified);
  // An older site may have known them by any of theirs.
  const known = await waitingAddress(
    studio,
    verified.map(({ email }) => email.toLowerCase()),
  );
  return known ?? verified.find(({ primary }) => primary)?.email ?? null;
}

function googleAccounts({ id, secret }: { id: string; secret: string }): Provider {
  return Google({
    clientId: id,
    clientSecret: secret,
    checks: ['pkce', 'state', 'nonce'],
    account,
    profile: (claims) => personOf(claims),
  });
}

function openId(
  { issuer, id, secret, name }: NonNullable<Config['providers']['oidc']>,
  secretMethod: SecretMethod,
): Provider {
  return {
    id: 'oidc',
    type: 'oidc',
    name,
    issuer,
    clientId: id,
    clientSecret: secret,
    client: { token_endpoint_auth_method: secretMethod },
    checks: ['pkce', 'state', 'nonce'],
    account,
    profile: async (claims, tokens) =>
      personOf(await claimsOf(issuer, claims, tokens.access_token)),
    [customFetch]: checkedFetch(issuer),
  };
}

/** The person behind OpenID claims (OpenID Connect Core 1.0, section 5.1). */
export function personOf(claims: Record<string, unknown>) {
  const { sub, email, email_verified: verified } = claims;
  // Some providers send the flag as a word.
  const vouched = verified === true || verified === 'true';
  const names = [claims.name, claims.nickname, claims.preferred_username, claims.given_name];
  const name = names.find((each) => typeof each === 'string' && each.trim() && !each.includes('@'));
  return {
    id: String(sub),
    name: typeof name === 'string' ? name : null,
    email: vouched && typeof email === 'string' ? email : null,
    image: typeof claims.picture === 'string' ? claims.picture : null,
  };
}
