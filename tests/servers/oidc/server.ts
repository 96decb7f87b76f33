import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Provider } from 'oidc-provider';
import { CLIENT, type OidcControl, type People } from './control.ts';
import { spoilDescription, spoilTokens } from './faults.ts';

/** What a running provider was told. */
type State = Required<OidcControl> & { key: KeyObject };

/** The picture of everyone who has one: a single pixel. */
const FACE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** Listens and gives the issuer's address. */
export async function serveOidc(sites: string[], port: number): Promise<string> {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const state: State = { people: {}, fault: null, key };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  const issuer = `http://127.0.0.1:${address.port}`;

  const provider = openProvider(issuer, sites, state);
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    if (pathname === '/control') return await control(request, response, state);
    if (pathname === '/face.png') return response.end(FACE);
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    if (pathname === '/elsewhere')
      return response.writeHead(302, { location: searchParams.get('to') ?? '/' }).end();
    if (pathname.startsWith('/interaction/')) return await interact(provider, request, response);
    await answer(request, response);
  });
  return issuer;
}

function openProvider(issuer: string, sites: string[], state: State): Provider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: sites.map((site) => `${site}/api/auth/callback/oidc`),
      },
    ],
    jwks: { keys: [{ ...state.key.export({ format: 'jwk' }), kid: 'test', use: 'sig' }] },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'picture'],
      email: ['email', 'email_verified'],
    },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['for tests only'] },
    ttl: { Session: 60, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...personOf(state.people, sub) }),
    }),
    // Nobody is asked for consent.
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    if (
      context.path === '/token' &&
      state.fault === 'secret by post only' &&
      context.headers.authorization
    ) {
      context.status = 401;
      return;
    }
    await next();
    const { body } = context;
    if (!state.fault || !(body instanceof Object)) return;
    if (context.path === '/token') context.body = spoilTokens(body, state.fault, state.key);
    else context.body = spoilDescription(body, state.fault, context.path);
  });
  return provider;
}

function personOf(people: People, login: string): People[string] {
  return people[login] ?? {};
}

async function control(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
): Promise<void> {
  const change: OidcControl = JSON.parse(await text(request));
  Object.assign(state, change);
  response.end('{}');
}

/** The sign-in form: whoever posts a login is that person. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'POST') {
    const form = new URLSearchParams(await text(request));
    const result = form.has('cancel')
      ? { error: 'access_denied', error_description: 'The person went back.' }
      : { login: { accountId: form.get('login') ?? '', remember: false } };
    return await provider.interactionFinished(request, response, result);
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    '<!doctype html><title>Test ID</title><form method="post"><label>Login <input name="login"></label>' +
      '<button>Sign in</button><button name="cancel" value="1">Cancel</button></form>',
  );
}
