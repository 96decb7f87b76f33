import 'server-only';
import { createLocalJWKSet, jwtVerify } from 'jose';

/** What of a provider's own description is used here (OpenID Connect Discovery 1.0, section 3). */
type Discovery = {
  token_endpoint?: string;
  userinfo_endpoint?: string;
  jwks_uri?: string;
  token_endpoint_auth_methods_supported?: string[];
  code_challenge_methods_supported?: string[];
};

const PATIENCE_MS = 10_000;
const FRESH_MS = 10 * 60_000;
const known = new Map<string, { until: number; description: Promise<Discovery> }>();

/** A provider's description, kept for ten minutes. Rejects when it cannot be had. */
export function discover(issuer: string): Promise<Discovery> {
  const kept = known.get(issuer);
  if (kept && kept.until > Date.now()) return kept.description;
  const description = fetchJson<Discovery>(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  known.set(issuer, { until: Date.now() + FRESH_MS, description });
  // A failure is not kept: the provider may be back the next moment.
  description.catch(() => known.delete(issuer));
  return description;
}

export type SecretMethod = 'client_secret_post' | 'client_secret_basic';

/** How this provider wants to be shown the client's secret. */
export function secretMethodOf(description: Discovery): SecretMethod {
  const offered = description.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return offered.includes('client_secret_basic') || !offered.includes('client_secret_post')
    ? 'client_secret_basic'
    : 'client_secret_post';
}

/**
 * `fetch` as Auth.js should see this provider: always with PKCE, which servers that do not know it
 * ignore (RFC 7636, section 5), with a userinfo address, which Auth.js wants and the standard does
 * not, and with an ID token only once its signature has been checked, which Auth.js leaves out.
 */
export function checkedFetch(issuer: string): typeof fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const description = await discover(issuer);
    if (address.endsWith('/.well-known/openid-configuration')) {
      return Response.json({
        userinfo_endpoint: `${issuer}/userinfo`,
        ...description,
        code_challenge_methods_supported: ['S256'],
      });
    }
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(input, { ...init, redirect: 'error', signal });
    if (address === description.token_endpoint && response.ok)
      await checkSignature(await response.clone().json(), description);
    return response;
  };
}

async function checkSignature(tokens: unknown, { jwks_uri }: Discovery): Promise<void> {
  const token = tokens instanceof Object && 'id_token' in tokens ? tokens.id_token : undefined;
  if (typeof token !== 'string' || !jwks_uri) throw new Error('The provider sent no ID token.');
  // Fetched for each sign-in, so that a provider may change its keys at any time.
  const keys = createLocalJWKSet(await fetchJson(jwks_uri));
  await jwtVerify(token, keys, { clockTolerance: 60 });
}

/**
 * What the provider says about the person, from its userinfo address where the ID token leaves the
 * name or the e-mail address out. Rejects when it speaks of another person.
 */
export async function claimsOf(
  issuer: string,
  claims: Record<string, unknown>,
  accessToken: string | undefined,
): Promise<Record<string, unknown>> {
  const { userinfo_endpoint } = await discover(issuer);
  if (!accessToken || !userinfo_endpoint || ('name' in claims && 'email' in claims)) return claims;
  const more = await fetchJson<Record<string, unknown>>(userinfo_endpoint, accessToken);
  if (more.sub !== claims.sub) throw new Error('The provider answered about another person.');
  return { ...more, ...claims };
}

async function fetchJson<T>(address: string, accessToken?: string): Promise<T> {
  const response = await fetch(address, {
    headers: {
      accept: 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`The provider answered ${response.status} at ${address}.`);
  return await response.json();
}
