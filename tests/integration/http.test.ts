import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raw } from '../attack/site.ts';
import { CRAFTED } from '../attack/spellings.ts';
import { type Easel, startEasel } from '../servers/easel.ts';
import { Visitor } from './visitor.ts';

let easel: Easel;
let ada: Visitor;

beforeAll(async () => {
  easel = await startEasel();
  ada = await new Visitor(easel.url).signInLocally('Ada');
}, 300_000);
afterAll(() => easel?.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const call = (path: string, init?: RequestInit) => ada.fetch(`/api/trpc/${path}`, init);
const post = (path: string, input: unknown, headers: Record<string, string> = JSON_TYPE) =>
  call(path, { method: 'POST', headers, body: JSON.stringify({ json: input }) });
const query = (input: unknown) => encodeURIComponent(JSON.stringify(input));

test('health and readiness say so, and name no secret', async () => {
  expect(await (await ada.fetch('/api/health')).json()).toEqual({ status: 'ok' });
  const ready = await ada.fetch('/api/ready');
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, failing: [] }]);
});

test('public queries answer everyone with the same bytes, which caches may keep', async () => {
  for (const path of ['wallpaper.list', 'wallpaper.count', 'model.list']) {
    const signedIn = await call(path);
    const signedOut = await new Visitor(easel.url).fetch(`/api/trpc/${path}`);
    expect(signedIn.headers.get('cache-control')).toMatch(
      /^public, s-maxage=\d+, stale-while-revalidate=\d+$/,
    );
    expect(signedIn.headers.has('set-cookie')).toBe(false);
    expect(await signedIn.text()).toBe(await signedOut.text());
  }
});

test('everything else is for nobody but who asked: private answers, errors, mixed batches', async () => {
  for (const path of [
    'user.me',
    'wallpaper.list?input=nonsense',
    'model.list,user.me?batch=1',
    `wallpaper.list?input=${query({ json: { cursor: 'nonsense' } })}`,
  ])
    expect((await call(path)).headers.get('cache-control'), path).toBe('private, no-store');
});

test('queries may be posted, mutations may not be got', async () => {
  expect((await post('wallpaper.list', { limit: 1 })).status).toBe(200);
  expect((await call('wallpaper.list', { method: 'HEAD' })).ok).toBe(true);
  const got = await call(`user.update?input=${query({ json: { name: 'Eve' } })}`);
  expect(got.status).toBe(405);
  expect((await ada.api.user.me.query()).name).toBe('Ada');
});

test('only JSON from the same origin changes anything', async () => {
  const change = (headers: Record<string, string>, body: BodyInit = '{"json":{"name":"Eve"}}') =>
    call('user.update', { method: 'POST', headers, body }).then(({ status }) => status);
  expect(await change({ 'content-type': 'text/plain' })).toBe(415);
  expect(await change({ 'content-type': 'text/plain; application/json' })).toBe(415);
  expect(await change({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
  const form = new FormData();
  form.set('json', '{"name":"Eve"}');
  expect(await change({}, form)).toBe(415);
  expect(await change({ ...JSON_TYPE, origin: 'https://evil.example' })).toBe(403);
  expect(await change({ ...JSON_TYPE, origin: 'null' })).toBe(403);
  expect(await change({ ...JSON_TYPE, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect((await ada.api.user.me.query()).name).toBe('Ada');
  const type = { 'content-type': 'Application/JSON; charset=utf-8' };
  const home = { ...type, origin: `http://127.0.0.1:${easel.port}` };
  expect(await change(home, '{"json":{"name":"Ada"}}')).toBe(200);
});

test('signed out is 401 and unknown is 404, with a reason and the request id', async () => {
  const out = await new Visitor(easel.url).fetch('/api/trpc/user.me', {
    headers: { 'x-request-id': 'given-by-a-proxy' },
  });
  expect(out.status).toBe(401);
  expect(out.headers.get('x-request-id')).toBe('given-by-a-proxy');
  expect((await out.json()).error.json.data).toMatchObject({
    code: 'UNAUTHORIZED',
    reason: 'SIGNED_OUT',
    requestId: 'given-by-a-proxy',
  });
  expect((await call('nothing.here')).status).toBe(404);
  const odd = await ada.fetch('/api/health', { headers: { 'x-request-id': 'a b' } });
  expect(odd.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('at most ten calls travel together', async () => {
  const batch = (count: number) =>
    call(`${Array.from({ length: count }, () => 'model.list').join()}?batch=1`);
  expect((await batch(10)).status).toBe(200);
  const eleven = await batch(11);
  expect(eleven.status).toBe(400);
  expect((await eleven.json()).error.json.data.reason).toBe('INPUT_INVALID');
});

test('a body beyond a million bytes is refused, declared or not', async () => {
  const large = JSON.stringify({ json: { prompt: 'a'.repeat(1_000_000) } });
  const init = { method: 'POST', headers: JSON_TYPE };
  expect((await call('generation.create', { ...init, body: large })).status).toBe(413);
  const stream = new Blob([large]).stream();
  const streamed = { ...init, body: stream, duplex: 'half' } as RequestInit;
  expect((await call('generation.create', streamed)).status).toBe(413);
});

test.each([
  '{"json":{"__proto__":{"admin":true}}}',
  '{"json":{"a":{"constructor":{}}}}',
  '{"json":{},"meta":{"values":{"__proto__.a":["Date"]}}}',
  '{"json":{"\\u005f_proto__":1}}',
  '{"json":{"name":1},"meta":{"values":{"name":["nonsense"]}}}',
  '{"json":{"name":1},"meta":7}',
  '{"json":null,"meta":{"values":{"a.b":["set"]}}}',
  '[1,2',
  '"text"',
  '7',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
])('a body that is not a plain call is refused: %.60s', async (body) => {
  const answer = await call('user.update', { method: 'POST', headers: JSON_TYPE, body });
  expect(answer.status).toBe(400);
  const asked = await call(`wallpaper.list?input=${encodeURIComponent(body.slice(0, 4000))}`);
  expect(asked.status).toBe(400);
});

test('every answer tells the browser to be careful, and none boasts of the framework', async () => {
  for (const path of [
    '/',
    '/zh',
    '/sign-in',
    '/nothing-here',
    '/nothing.php',
    '/api/health',
    '/api/nothing',
    '/api/trpc/model.list',
    '/api/auth/csrf',
    '/media/public/nothing.webp',
    '/feed.xml',
    '/.well-known/security.txt',
  ]) {
    const { headers } = await ada.fetch(path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBeTruthy();
    expect(headers.get('x-request-id'), path).toBeTruthy();
    expect(headers.get('x-powered-by'), path).toBeNull();
    expect(headers.get('content-security-policy'), path).toMatch(
      /frame-ancestors 'none'|sandbox|default-src 'none'/,
    );
  }
});

test('every script of a page carries the nonce that this one answer names', async () => {
  const seen = new Set<string>();
  for (const path of [
    '/?color=red',
    '/sign-in',
    '/library',
    '/create',
    '/nothing-here',
    '/sign-in',
  ]) {
    const answer = await ada.fetch(path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = policy.match(/'nonce-([^']+)'/)?.[1] ?? '';
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    const page = await answer.text();
    const scripts = [...page.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length, path).toBeGreaterThan(0);
    for (const tag of scripts)
      expect(
        tag.includes(`nonce="${nonce}"`) || /type="application\/(ld\+)?json"/.test(tag),
        tag,
      ).toBe(true);
    seen.add(nonce);
  }
  expect(seen.size).toBe(6);
});

test('the gallery that everyone is given runs the scripts of its own bytes and of this site, and no others', async () => {
  for (const path of ['/', '/zh']) {
    const answer = await ada.fetch(path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/nonce-|script-src[^;]*'unsafe-(inline|eval)'/);
    expect(answer.headers.get('cache-control')).toMatch(/^public, s-maxage=/);
    const page = await answer.text();
    for (const [, script = ''] of page.matchAll(
      /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g,
    ))
      expect(policy).toContain(createHash('sha256').update(script).digest('base64'));
    const etag = answer.headers.get('etag') ?? '';
    const again = await ada.fetch(path, { headers: { 'if-none-match': etag } });
    expect([200, 304]).toContain(again.status);
  }
});

test('both names of this machine answer, and a redirect stays at the one that was used', async () => {
  const numbers = await fetch(`http://127.0.0.1:${easel.port}/en`, { redirect: 'manual' });
  expect(new URL(numbers.headers.get('location') ?? '', numbers.url).host).toBe(
    `127.0.0.1:${easel.port}`,
  );
});

test('no address leads to another site, or puts a line into an answer, whatever host is claimed', async () => {
  const claims: Record<string, string>[] = [
    {},
    { host: 'evil.example' },
    {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    },
  ];
  for (const claimed of claims)
    for (const path of ['/', '/en', '/zh/', '/create', '/api/auth/signin', ...CRAFTED]) {
      const { headers } = await raw(easel, path, {
        headers: { host: `localhost:${easel.port}`, ...claimed, 'x-request-id': 'a b: c' },
      });
      const { location = '/', refresh = '0;url=/', ...others } = headers;
      // As a browser follows it: from the address that was asked for.
      const from = new URL(path.replace(/^[/\\]+/, '/'), easel.url);
      for (const address of [String(location), String(refresh).replace(/^.*?url=/, '')])
        expect(new URL(address, from).origin, `${path} ${JSON.stringify(claimed)}`).toBe(easel.url);
      expect(JSON.stringify(others), path).not.toMatch(/https?:\/\/evil\.example|a b: c/);
      expect([others['set-cookie']].flat().join(), path).not.toMatch(/(^|,)\s*a=b/);
    }
});

test('an address that does not decode is a bad request', async () => {
  for (const path of ['/%E0%A4%A', '/media/%E0%A4%A', '/api/avatars/%FF'])
    expect((await ada.fetch(path)).status, path).toBe(400);
});

test('a watched generation comes over one stream until it has ended', async () => {
  const { id } = await ada.api.generation.create.mutate({
    prompt: 'a quiet lake at dawn',
    size: '640x400',
  });
  const address = `generation.watch?input=${query({ json: { id } })}`;
  const answer = await call(address, { headers: { accept: 'text/event-stream' } });
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  const text = await answer.text();
  expect(text).toContain('"status":"succeeded"');
  expect(text.indexOf('event: connected')).toBeLessThan(text.indexOf('"status"'));
}, 120_000);

test('a stream that the browser leaves is let go', async () => {
  const watched = await ada.api.generation.create.mutate({ prompt: 'fog', size: '640x400' });
  const leaving = new AbortController();
  const address = `generation.watch?input=${query({ json: { id: watched.id } })}`;
  const answer = await call(address, { signal: leaving.signal });
  await answer.body?.getReader().read();
  leaving.abort();
  expect((await call('model.list')).status).toBe(200);
});

test('the icon that browsers ask for without being told of one is there', async () => {
  const icon = await ada.fetch('/favicon.ico');
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/x-icon']);
});

test('the feed is Atom, and the security contact is where RFC 9116 puts it', async () => {
  const feed = await ada.fetch('/feed.xml');
  expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  expect(await feed.text()).toContain('<feed xmlns="http://www.w3.org/2005/Atom">');
  const contact = await (await ada.fetch('/.well-known/security.txt')).text();
  expect(contact).toMatch(/^Contact: http/m);
  expect(Date.parse(contact.match(/^Expires: (.+)$/m)?.[1] ?? '')).toBeGreaterThan(Date.now());
});

test('a person without a picture has one that is drawn', async () => {
  const me = await ada.api.user.me.query();
  const answer = await ada.fetch(me.avatarUrl);
  expect(answer.headers.get('content-type')).toBe('image/svg+xml');
  expect(await answer.text()).toMatch(/^<svg /);
  expect((await ada.fetch('/api/avatars/..%2f..%2fetc')).status).toBe(404);
});

test('local sign-in wants a name of one to sixty characters', async () => {
  const status = (body: string) =>
    new Visitor(easel.url)
      .fetch('/api/sign-in/local', { method: 'POST', headers: JSON_TYPE, body })
      .then((answer) => answer.status);
  for (const name of ['', '   ', 'a'.repeat(61), 7, null])
    expect(await status(JSON.stringify({ name })), String(name)).toBe(400);
  expect(await status('{}')).toBe(400);
  expect(await status('not json')).toBe(400);
  expect(await status(JSON.stringify({ name: 'a'.repeat(60) }))).toBe(200);
});
