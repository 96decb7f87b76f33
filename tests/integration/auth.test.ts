import { accounts, sessions, users } from '@easel/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Easel, freePort, startEasel } from '../servers/easel.ts';
import { type Oidc, type OidcFault, startOidc } from '../servers/oidc.ts';
import { Visitor } from './visitor.ts';

let oidc: Oidc;
let easel: Easel;

beforeAll(async () => {
  const port = await freePort();
  // The provider knows the public origin only, as an operator would enter it.
  oidc = await startOidc([`http://localhost:${port}`]);
  easel = await startEasel({
    port,
    env: { ...oidc.env, AUTH_LOCAL: 'true', ADMIN_EMAILS: 'boss@example.com' },
  });
}, 300_000);
afterAll(async () => {
  await easel?.stop();
  await oidc?.stop();
});
beforeEach(async () => {
  await easel.database.db.delete(users);
  await oidc.control({ people: PEOPLE, fault: null });
});

const PEOPLE = {
  ada: { name: 'Ada Lovelace', email: 'ada@example.com', email_verified: true },
  boss: { name: 'Boss', email: 'boss@example.com', email_verified: true },
  mallory: { name: 'Mallory', email: 'boss@example.com', email_verified: false },
};

const signInAt = (visitor: Visitor, login: string, callbackUrl = '/create') =>
  visitor.signInAt(oidc.issuer, login, { callbackUrl });
const link = (visitor: Visitor, login: string, callbackUrl = '/settings') =>
  visitor.signInAt(oidc.issuer, login, { callbackUrl, linking: 'yes' });

test('a first sign-in at a provider makes a person and lands where they were going', async () => {
  const visitor = new Visitor(easel.url);
  const landed = await signInAt(visitor, 'ada', '/zh/create?from=card');
  expect(landed.url).toBe(`${easel.url}/zh/create?from=card`);
  expect(await visitor.api.user.me.query()).toMatchObject({
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    role: 'user',
  });
});

test('the second sign-in is the same person, and nothing of the provider is kept', async () => {
  const first = new Visitor(easel.url);
  await signInAt(first, 'ada');
  const again = new Visitor(easel.url);
  await signInAt(again, 'ada');
  expect((await again.api.user.me.query()).id).toBe((await first.api.user.me.query()).id);
  const [account] = await easel.database.db.select().from(accounts);
  expect(account).toMatchObject({
    provider: 'oidc',
    providerAccountId: 'ada',
    access_token: null,
    id_token: null,
    refresh_token: null,
  });
});

test('signing in also works from 127.0.0.1, though the provider knows only localhost', async () => {
  const visitor = new Visitor(`http://127.0.0.1:${easel.port}`);
  const page = await (await visitor.fetch('/sign-in')).text();
  const action = page.match(/<form[^>]* action="([^"]+\/oidc)"/)?.[1] ?? '';
  expect(action).toBe(`${easel.url}/api/sign-in/oidc`);
  const begun = await visitor.post(action, { callbackUrl: '/create' });
  const form = await visitor.follow(begun, easel.url);
  const answer = await visitor.post(form.url, { login: 'ada' }, oidc.issuer);
  expect((await visitor.follow(answer, form.url)).url).toBe(`${easel.url}/create`);
});

test("Auth.js's own addresses work too: csrf, signin, session, signout", async () => {
  const visitor = new Visitor(easel.url);
  const csrf = async () => (await (await visitor.fetch('/api/auth/csrf')).json()).csrfToken;
  const begun = await visitor.post('/api/auth/signin/oidc', {
    csrfToken: await csrf(),
    callbackUrl: `${easel.url}/library`,
  });
  const form = await visitor.follow(begun, '/api/auth/signin/oidc');
  const answer = await visitor.post(form.url, { login: 'ada' }, oidc.issuer);
  expect((await visitor.follow(answer, form.url)).url).toBe(`${easel.url}/library`);
  const session = await (await visitor.fetch('/api/auth/session')).json();
  expect(Object.keys(session.user).sort()).toEqual(['email', 'id', 'name']);
  await visitor.post('/api/auth/signout', { csrfToken: await csrf() });
  expect(await (await visitor.fetch('/api/auth/session')).json()).toBeNull();
});

test('state, nonce and PKCE go along with every sign-in', async () => {
  const visitor = new Visitor(easel.url);
  for (const fault of [null, 'no pkce in the description'] as const) {
    await oidc.control({ fault });
    const begun = await visitor.post('/api/sign-in/oidc', {});
    const address = (await begun.text()).match(/0;url=([^"]+)"/)?.[1]?.replaceAll('&amp;', '&');
    const sent = new URL(address ?? '').searchParams;
    expect(sent.get('state')).toMatch(/.{20,}/);
    expect(sent.get('nonce')).toMatch(/.{20,}/);
    expect(sent.get('code_challenge')).toMatch(/.{20,}/);
    expect(sent.get('code_challenge_method')).toBe('S256');
    expect(sent.get('redirect_uri')).toBe(`${easel.url}/api/auth/callback/oidc`);
  }
});

test.each<OidcFault>([
  'nonce',
  'issuer',
  'audience',
  'expired',
  'foreign key',
  'no signature',
  'another person at userinfo',
])('a provider that answers wrongly (%s) signs nobody in', async (fault) => {
  await oidc.control({ fault });
  const visitor = new Visitor(easel.url);
  const landed = new URL((await signInAt(visitor, 'ada')).url);
  expect(landed.pathname).toBe('/sign-in');
  expect(landed.searchParams.get('error')).toBeTruthy();
  expect(landed.searchParams.get('callbackUrl')).toBe('/create');
  expect(await easel.database.db.select().from(sessions)).toHaveLength(0);
  expect(await easel.database.db.select().from(users)).toHaveLength(0);
});

test('an answer that was used, or belongs to another browser, signs nobody in', async () => {
  const visitor = new Visitor(easel.url);
  const begun = await visitor.post('/api/sign-in/oidc', { callbackUrl: '/create' });
  const form = await visitor.follow(begun, '/api/sign-in/oidc');
  let answer = await visitor.post(form.url, { login: 'ada' }, oidc.issuer);
  while (!answer.headers.get('location')?.includes('/api/auth/callback/'))
    answer = await visitor.fetch(new URL(answer.headers.get('location') ?? '', form.url).href);
  const callback = answer.headers.get('location') ?? '';
  const before = new Map(visitor.jar.get('localhost'));

  const stranger = new Visitor(easel.url);
  await stranger.follow(await stranger.fetch(callback), callback);
  await expect(stranger.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });

  await visitor.fetch(callback);
  expect(await visitor.api.user.me.query()).toMatchObject({ name: 'Ada Lovelace' });
  const replay = new Visitor(easel.url);
  replay.jar.set('localhost', before);
  await replay.follow(await replay.fetch(callback), callback);
  await expect(replay.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
});

test('who turns back at the provider is told so on the sign-in page', async () => {
  const visitor = new Visitor(easel.url);
  const begun = await visitor.post('/api/sign-in/oidc', { callbackUrl: '/zh/create' });
  const form = await visitor.follow(begun, '/api/sign-in/oidc');
  const landed = await visitor.follow(
    await visitor.post(form.url, { cancel: '1' }, oidc.issuer),
    form.url,
  );
  const url = new URL(landed.url);
  expect(url.pathname).toBe('/zh/sign-in');
  expect(url.searchParams.get('error')).toBe('OAuthCallbackError');
});

test('only a verified address makes an administrator, or is kept at all', async () => {
  const mallory = new Visitor(easel.url);
  await signInAt(mallory, 'mallory');
  expect(await mallory.api.user.me.query()).toMatchObject({ email: null, role: 'user' });
  const boss = new Visitor(easel.url);
  await signInAt(boss, 'boss');
  expect(await boss.api.user.me.query()).toMatchObject({
    email: 'boss@example.com',
    role: 'admin',
  });
});

test('someone of whom the provider says nothing still gets a name', async () => {
  const visitor = new Visitor(easel.url);
  await signInAt(visitor, 'nobody');
  expect((await visitor.api.user.me.query()).name).toMatch(/^Guest /);
});

test('an address that is known from another provider is explained, not taken over', async () => {
  const [known] = await easel.database.db
    .insert(users)
    .values({ name: 'Ada', email: 'ada@example.com', emailVerified: new Date() })
    .returning();
  await easel.database.db
    .insert(accounts)
    .values({ userId: known?.id ?? '', type: 'oauth', provider: 'github', providerAccountId: '1' });
  const landed = await signInAt(new Visitor(easel.url), 'ada');
  expect(new URL(landed.url).searchParams.get('error')).toBe('OAuthAccountNotLinked');
});

test('someone who is signed in adds a provider to their own account', async () => {
  const visitor = await new Visitor(easel.url).signInLocally('Ada');
  const { id } = await visitor.api.user.me.query();
  expect((await link(visitor, 'ada')).url).toBe(`${easel.url}/settings`);
  expect((await visitor.api.user.me.query()).id).toBe(id);
  const later = new Visitor(easel.url);
  await signInAt(later, 'ada');
  expect((await later.api.user.me.query()).id).toBe(id);
});

test('whoever signs in with a session of somebody else in the browser is linked to nobody', async () => {
  const mallory = await new Visitor(easel.url).signInLocally('Mallory');
  const planted = mallory.jar.get('localhost')?.get('authjs.session-token') ?? '';
  const victim = new Visitor(easel.url);
  const begun = await victim.post('/api/sign-in/oidc', { callbackUrl: '/create' });
  const form = await victim.follow(begun, '/api/sign-in/oidc');
  victim.jar.get('localhost')?.set('authjs.session-token', planted);
  // A mark that the other browser was given for a way of its own.
  const marked = await mallory.post('/api/sign-in/oidc', { linking: 'yes' });
  const mark = marked.headers.getSetCookie().find((line) => line.startsWith('easel.linking='));
  victim.jar.get('localhost')?.set('easel.linking', mark?.match(/=([0-9a-f]{64});/)?.[1] ?? '');
  await victim.follow(await victim.post(form.url, { login: 'ada' }, oidc.issuer), form.url);
  expect((await victim.api.user.me.query()).name).toBe('Ada Lovelace');
  await expect(mallory.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
  await mallory.signInLocally('Mallory');
  expect(await mallory.api.user.signIns.query()).toEqual([]);
});

test('whoever signs in at a provider once more leaves the session before, and its copies', async () => {
  const visitor = new Visitor(easel.url);
  await signInAt(visitor, 'ada');
  const copy = new Visitor(easel.url);
  copy.jar.set('localhost', new Map(visitor.jar.get('localhost')));
  await signInAt(visitor, 'ada');
  expect((await visitor.api.user.me.query()).name).toBe('Ada Lovelace');
  await expect(copy.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
  expect(await easel.database.db.select().from(sessions)).toHaveLength(1);
});

test('a sign-in that is linked gives a new session, is listed, and the last one stays', async () => {
  const visitor = await new Visitor(easel.url).signInLocally('Ada');
  const old = new Visitor(easel.url);
  old.jar.set('localhost', new Map(visitor.jar.get('localhost')));
  await link(visitor, 'ada');
  await expect(old.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
  const ada = { provider: 'oidc', accountId: 'ada' };
  const linked = await visitor.api.user.signIns.query();
  expect(linked).toEqual([{ ...ada, name: 'Test ID', removable: false }]);
  await expect(visitor.api.user.unlinkSignIn.mutate(ada)).rejects.toMatchObject({
    data: { httpStatus: 403 },
  });
  // The provider would remember ada.
  visitor.jar.delete('127.0.0.1');
  await link(visitor, 'nobody');
  expect(await visitor.api.user.unlinkSignIn.mutate(ada)).toHaveLength(1);
});

test('linking what belongs to another account is explained in the settings, in the language of the page', async () => {
  await signInAt(new Visitor(easel.url), 'ada');
  const visitor = await new Visitor(easel.url).signInLocally('Bob');
  const { id } = await visitor.api.user.me.query();
  const landed = await link(visitor, 'ada', '/zh/settings');
  expect(new URL(landed.url).pathname).toBe('/zh/settings');
  expect(landed.page).toContain('已经属于本站的另一个账号');
  expect((await visitor.api.user.me.query()).id).toBe(id);
});

test('linking without a session, as under another name of the machine, makes no second account', async () => {
  const visitor = new Visitor(easel.url);
  const answer = await visitor.post('/api/sign-in/oidc', {
    callbackUrl: '/settings',
    linking: 'yes',
  });
  expect(answer.headers.get('location')).toBe('/sign-in?callbackUrl=%2Fsettings');
});

test("a provider's picture comes into our storage, and a wrong one stops nobody", async () => {
  const people = {
    ada: { ...PEOPLE.ada, picture: `${oidc.issuer}/face.png` },
    boss: { ...PEOPLE.boss, picture: 'http://169.254.169.254/face.png' },
  };
  await oidc.control({ people });
  const [ada, boss] = [new Visitor(easel.url), new Visitor(easel.url)];
  await signInAt(ada, 'ada');
  await signInAt(boss, 'boss');
  const avatarOf = async (visitor: Visitor) => (await visitor.api.user.me.query()).avatarUrl;
  await expect.poll(() => avatarOf(ada), { timeout: 15_000 }).toMatch(/^\/media\/public\//);
  const face = await ada.fetch(await avatarOf(ada));
  expect([face.status, face.headers.get('content-type')]).toEqual([200, 'image/webp']);
  expect(await avatarOf(boss)).toMatch(/^\/api\/avatars\//);
});

test('an avatar is taken from its owner alone, as a picture, in bounds', async () => {
  const visitor = await new Visitor(easel.url).signInLocally('Ada');
  const send = async (body: BodyInit, headers: Record<string, string>, from = visitor) =>
    (await from.fetch('/api/account/avatar', { method: 'POST', body, headers })).status;
  const png = { 'content-type': 'image/png', origin: easel.url };
  expect(await send('x', png, new Visitor(easel.url))).toBe(401);
  expect(await send('x', { ...png, origin: 'https://evil.example' })).toBe(403);
  expect(await send('x', { ...png, 'content-type': 'text/plain' })).toBe(415);
  expect(await send('<svg/>', png)).toBe(400);
  expect(await send(new Uint8Array(10_000_001), png)).toBe(413);
  const stranger = await visitor.fetch('/api/account/export', {
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(stranger.status).toBe(403);
  expect((await new Visitor(easel.url).fetch('/api/account/export')).status).toBe(401);
});

test('a local account is a name: the same name is the same account, in any browser', async () => {
  const first = await new Visitor(easel.url).signInLocally('小明');
  const second = await new Visitor(easel.url).signInLocally(' 小明 ');
  expect((await second.api.user.me.query()).id).toBe((await first.api.user.me.query()).id);
});

test('signing out ends the session for every copy of its cookie', async () => {
  const visitor = await new Visitor(easel.url).signInLocally('Ada');
  const copy = new Visitor(easel.url);
  copy.jar.set('localhost', new Map(visitor.jar.get('localhost')));
  const answer = await visitor.post('/api/sign-out', { callbackUrl: '/zh' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/zh']);
  for (const each of [visitor, copy])
    await expect(each.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
});

test('signing in again gives a new session and ends the one before', async () => {
  const visitor = await new Visitor(easel.url).signInLocally('Ada');
  const old = new Visitor(easel.url);
  old.jar.set('localhost', new Map(visitor.jar.get('localhost')));
  await visitor.signInLocally('Ada');
  await expect(old.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
  expect((await visitor.api.user.me.query()).name).toBe('Ada');
});

test('a session that somebody made up is not adopted', async () => {
  const visitor = new Visitor(easel.url);
  visitor.jar.set('localhost', new Map([['authjs.session-token', 'fixed-by-an-attacker']]));
  await visitor.signInLocally('Ada');
  expect(visitor.jar.get('localhost')?.get('authjs.session-token')).not.toContain('attacker');
  const attacker = new Visitor(easel.url);
  attacker.jar.set('localhost', new Map([['authjs.session-token', 'fixed-by-an-attacker']]));
  await expect(attacker.api.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });
});

test.each([
  ['/api/sign-in/local', 'application/json', '{"name":"Ada"}'],
  ['/api/sign-in/oidc', 'application/x-www-form-urlencoded', 'callbackUrl=/'],
  ['/api/sign-out', 'application/x-www-form-urlencoded', ''],
  ['/api/auth/signin/oidc', 'application/x-www-form-urlencoded', ''],
  ['/api/auth/signout', 'application/x-www-form-urlencoded', ''],
])('another site cannot make a browser post to %s', async (path, type, body) => {
  const visitor = await new Visitor(easel.url).signInLocally('Ada');
  for (const [name, value] of [
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
  ] as const) {
    const headers = new Headers({ 'content-type': type, [name]: value });
    const answer = await visitor.fetch(path, { method: 'POST', body, headers });
    expect(answer.status, `${name}: ${value}`).toBe(403);
  }
  expect((await visitor.api.user.me.query()).name).toBe('Ada');
});

test('callbackUrl never leads off the site', async () => {
  for (const callbackUrl of ['https://evil.example', '//evil.example', '/\\evil.example']) {
    const visitor = new Visitor(easel.url);
    expect(new URL((await signInAt(visitor, 'ada', callbackUrl)).url).origin).toBe(easel.url);
    const csrf = await (await visitor.fetch('/api/auth/csrf')).json();
    const out = await visitor.post('/api/auth/signout', { ...csrf, callbackUrl });
    expect(new URL(out.headers.get('location') ?? '', easel.url).origin).toBe(easel.url);
  }
});

test('logs of a failed sign-in hold neither cookies nor secrets', async () => {
  await oidc.control({ fault: 'nonce' });
  const visitor = new Visitor(easel.url);
  await signInAt(visitor, 'ada');
  const values = [...(visitor.jar.get('localhost')?.values() ?? [])];
  for (const value of [...values, oidc.env.AUTH_OIDC_SECRET ?? '', 'a secret that only tests know'])
    expect(easel.output()).not.toContain(value);
});
