import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rates, wallpapers } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Visitor } from '../integration/visitor.ts';
import { type Easel, startEasel } from '../servers/easel.ts';
import { type Relay, startRelay } from '../servers/relay.ts';
import { ban, JSON_TYPE, LEAK, lastUseOf, painted, raw, scriptOf } from './site.ts';
import { BEYOND_MEDIA, ELSEWHERE, inside } from './spellings.ts';

let relay: Relay;
let easel: Easel;
let ada: Visitor;
let eve: Visitor;
/** Ada's, and private. */
let wallpaper: string;

beforeAll(async () => {
  relay = await startRelay();
  easel = await startEasel({
    env: {
      OPENAI_API_KEY: 'sk-for-tests',
      OPENAI_API_BASE_URL: relay.baseUrl,
      METRICS_TOKEN: 'only-for-prometheus',
      GENERATIONS_PER_DAY: '1000',
    },
  });
  ada = await new Visitor(easel.url).signInLocally('Ada');
  eve = await new Visitor(easel.url).signInLocally('Eve');
  wallpaper = await painted(ada, 'mine\r\nSet-Cookie: a=b"; filename="evil.exe\u202e../../etc');
}, 300_000);
afterAll(async () => {
  await easel?.stop();
  await relay?.stop();
});

const post = (visitor: Visitor, path: string, input: unknown) =>
  visitor.fetch(`/api/trpc/${path}`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ json: input }),
  });
const query = (input: unknown) => `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;

test('every kind of answer says what a browser needs to hear, whoever made it', async () => {
  const page = await (await eve.fetch('/')).text();
  const script = page.match(/\/_next\/static\/[^"]+\.js/)?.[0] ?? '/_next/static/none.js';
  const paths = [
    ...['/', '/zh', '/create', '/library', '/settings', '/sign-in', `/w/${wallpaper}`, '/none'],
    ...['/u/none', '/zh/none', '/index.php', '/.env', '/?query=lake', '/%E0%A4%A', '/en'],
    ...[script, '/_next/none', '/_next/static/none.css', '/icon.svg', '/theme.js', '/favicon.ico'],
    ...['/robots.txt', '/sitemap.xml', '/manifest.webmanifest', '/feed.xml', '/media/public/none'],
    ...['/.well-known/security.txt', '/api/health', '/api/ready', '/api/none', '/api/metrics'],
    ...[
      '/api/trpc/model.list',
      '/api/trpc/none',
      '/api/auth/csrf',
      '/api/auth/none',
      '/api/sign-out',
    ],
    ...[`/api/wallpapers/${wallpaper}/download`, '/api/avatars/none', '/_next/image?url=x'],
  ];
  for (const path of paths) {
    for (const visitor of [eve, new Visitor(easel.url)]) {
      const { headers } = await visitor.fetch(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toMatch(/frame-ancestors 'none'|sandbox/);
      expect(policy, path).not.toMatch(/script-src[^;]*unsafe|default-src[^;]*unsafe|\*/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('referrer-policy'), path).toBe('strict-origin-when-cross-origin');
      expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
      expect(headers.get('permissions-policy'), path).toContain('camera=()');
      for (const boast of ['x-powered-by', 'server']) expect(headers.has(boast), path).toBe(false);
    }
  }
});

test.each([
  [
    'a form',
    { 'content-type': 'application/x-www-form-urlencoded' },
    '{"json":{"name":"Mallory"}}=',
  ],
  ['plain text', { 'content-type': 'text/plain' }, '{"json":{"name":"Mallory"}}'],
  ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\n\r\n--x--'],
  ['no type at all', {}, '{"json":{"name":"Mallory"}}'],
  [
    'JSON from elsewhere',
    { ...JSON_TYPE, origin: 'https://evil.example' },
    '{"json":{"name":"M"}}',
  ],
  ['JSON from a frame', { ...JSON_TYPE, origin: 'null' }, '{"json":{"name":"Mallory"}}'],
  ['a script elsewhere', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }, '{"json":{"name":"M"}}'],
  ['a sister site', { ...JSON_TYPE, 'sec-fetch-site': 'same-site' }, '{"json":{"name":"M"}}'],
  [
    'a like name',
    { ...JSON_TYPE, origin: 'http://localhost.evil.example' },
    '{"json":{"name":"M"}}',
  ],
])('%s changes nothing, though the browser adds the cookie', async (_, headers, body) => {
  const paths = ['/api/trpc/user.update', '/api/trpc/user.delete', '/api/trpc/token.create'];
  for (const path of [...paths, '/api/account/avatar', '/api/trpc/user.update?batch=1'])
    expect([403, 415], path).toContain(
      (
        await raw(easel, path, {
          method: 'POST',
          headers: { ...headers, cookie: cookieOf(ada) } as Record<string, string>,
          body,
        })
      ).status,
    );
  expect((await ada.api.user.me.query()).name).toBe('Ada');
});

function cookieOf(visitor: Visitor): string {
  const cookies = visitor.jar.get('localhost') ?? new Map();
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

test.each(ELSEWHERE)('callbackUrl=%j stays on the site', async (callbackUrl) => {
  const stay = (location: string | null) => {
    expect(location ?? '/').not.toMatch(/[\r\n]/);
    // As a browser follows it: from the page that it was on.
    expect(new URL(location ?? '/', easel.url).origin).toBe(easel.url);
  };
  const asked = new URLSearchParams({ callbackUrl });
  const shown = await eve.fetch(`/sign-in?${asked}`);
  expect(shown.status).toBeGreaterThanOrEqual(300);
  stay(shown.headers.get('location'));
  const out = await new Visitor(easel.url).post('/api/sign-out', { callbackUrl });
  expect(out.status).toBe(303);
  stay(out.headers.get('location'));
  const page = await (await new Visitor(easel.url).fetch(`/sign-in?${asked}`)).text();
  expect(page).not.toMatch(/(href|action|value)="(javascript|data|\/\/|https?:\/\/(?!localhost))/i);
});

test('what is not theirs answers a stranger exactly as what does not exist', async () => {
  const none = '0198c5b2-7d3a-7000-8000-00000000beef';
  const [{ items }] = [await ada.api.generation.list.query()];
  const generation = items[0]?.id ?? '';
  const token = (await scriptOf(ada, 'read')).id;
  const session = (await ada.api.user.sessions.query())[0]?.id ?? '';
  const [row] = await easel.database.db
    .select()
    .from(wallpapers)
    .where(eq(wallpapers.id, wallpaper));
  const said = async (answer: Response) => {
    const text = await answer.text();
    return `${answer.status} ${text.replace(/"requestId":"[^"]+"/, '')}`;
  };
  const tried: [string, (id: string) => Promise<Response>][] = [
    ...['byId', 'related'].map((verb): [string, (id: string) => Promise<Response>] => [
      wallpaper,
      (id) => eve.fetch(`/api/trpc/wallpaper.${verb}${query({ id })}`),
    ]),
    ...['delete', 'restore', 'like', 'unlike'].map(
      (verb): [string, (id: string) => Promise<Response>] => [
        wallpaper,
        (id) => post(eve, `wallpaper.${verb}`, { id }),
      ],
    ),
    [wallpaper, (id) => post(eve, 'wallpaper.update', { id, visibility: 'public' })],
    [wallpaper, (id) => post(eve, 'generation.create', { prompt: 'a', remixOf: id })],
    [wallpaper, (id) => eve.fetch(`/api/wallpapers/${id}/download?width=100&height=100`)],
    [generation, (id) => eve.fetch(`/api/trpc/generation.byId${query({ id })}`)],
    [generation, (id) => post(eve, 'generation.cancel', { id })],
    [generation, (id) => post(eve, 'generation.retry', { id })],
    [generation, (id) => eve.fetch(`/api/generations/${id}/preview`)],
    [token, (id) => post(eve, 'token.revoke', { id })],
    [session, (id) => post(eve, 'user.endSession', { id })],
  ];
  for (const [id, call] of tried) {
    const answer = await said(await call(id));
    expect(answer).toMatch(/^404 /);
    expect(answer).toBe(await said(await call(none)));
  }
  const mine = await ada.api.wallpaper.byId.query({ id: wallpaper });
  expect((await ada.fetch(mine.image.src)).status).toBe(200);
  for (const address of [mine.image.src, `/media/${row?.originalKey}`]) {
    expect((await eve.fetch(address)).status, address).toBe(404);
    expect((await new Visitor(easel.url).fetch(address)).status, address).toBe(404);
  }
  expect(mine).toMatchObject({ visibility: 'private', liked: false });
});

test('a method that the site does not know is refused, with the headers of every answer', async () => {
  for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])
    for (const path of ['/', '/api/trpc/user.delete', '/media/public/x', '/theme.js']) {
      const { status, headers } = await raw(easel, path, { method });
      expect([status, headers['x-content-type-options']], `${method} ${path}`).toEqual([
        405,
        'nosniff',
      ]);
    }
});

test.each(BEYOND_MEDIA)('/media/%s is nothing', async (path) => {
  const answer = await raw(easel, `/media/${path}`);
  expect([308, 400, 404]).toContain(answer.status);
  expect(answer.body).not.toMatch(/root:|DOCTYPE svg/);
  expect(answer.body).not.toMatch(LEAK);
  expect(answer.headers.a).toBeUndefined();
});

test('a file for download has a name that is only a name', async () => {
  const { headers } = await ada.fetch(`/api/wallpapers/${wallpaper}/download`);
  const given = headers.get('content-disposition') ?? '';
  expect(given).toMatch(/^attachment; filename="[\w .-]+"; filename\*=UTF-8''[\w.~%!#$&+^`|-]+$/);
  expect(headers.get('set-cookie')).toBeNull();
});

test('a token does what its scope says, on its own two roads, and nothing else', async () => {
  const read = await scriptOf(ada, 'read');
  const make = await scriptOf(ada, 'generate');
  const call = (script: typeof read, path: string, input: unknown) =>
    script
      .send(`/api/trpc/${path}`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ json: input }),
      })
      .then(({ status }) => status);
  for (const script of [read, make]) {
    expect((await script.send('/api/trpc/user.me')).status).toBe(200);
    expect((await script.send(`/api/wallpapers/${wallpaper}/download`)).status).toBe(200);
    for (const path of ['token.list', 'user.sessions'])
      expect((await script.send(`/api/trpc/${path}`)).status, path).toBe(403);
    const id = wallpaper;
    expect(await call(script, 'token.create', { name: 'x', scope: 'read', days: 1 })).toBe(403);
    expect(await call(script, 'user.update', { name: 'x' })).toBe(403);
    expect(await call(script, 'user.delete', {})).toBe(403);
    expect(await call(script, 'wallpaper.delete', { id })).toBe(403);
    expect(await call(script, 'wallpaper.update', { id, visibility: 'public' })).toBe(403);
    for (const path of ['/api/account/export', `/api/generations/${id}/preview`])
      expect((await script.send(path)).status, path).toBe(401);
    expect((await script.send('/settings')).headers.get('location')).toContain('/sign-in');
  }
  expect(await call(read, 'generation.create', { prompt: 'fog' })).toBe(403);
  expect(await call(make, 'generation.create', { prompt: 'fog', visibility: 'private' })).toBe(200);
  expect(await lastUseOf(easel, make.id)).toBeInstanceOf(Date);

  // A cookie beside a token that is no good does not help it.
  const wrong = { headers: { authorization: `Bearer easel_${'x'.repeat(43)}` } };
  expect((await ada.fetch('/api/trpc/user.me', wrong)).status).toBe(401);
  await ada.api.token.revoke.mutate({ id: read.id });
  expect((await read.send('/api/trpc/user.me')).status).toBe(401);
});

test('someone banned gets in, may take their things and leave, and shows nobody anything', async () => {
  const mallory = await new Visitor(easel.url).signInLocally('Mallory');
  const script = await scriptOf(mallory, 'generate');
  await ban(easel, mallory);
  const again = await new Visitor(easel.url).signInLocally('Mallory');
  expect((await again.api.user.me.query()).name).toBe('Mallory');
  for (const [path, input] of [
    ['generation.create', { prompt: 'fog' }],
    ['user.update', { name: 'Admin' }],
    ['token.create', { name: 'x', scope: 'read', days: 1 }],
  ] as const)
    expect((await post(again, path, input)).status, path).toBe(403);
  expect((await script.send('/api/trpc/user.me')).status).toBe(401);
  expect((await post(again, 'user.delete', {})).status).toBe(200);
});

test('an image service that names an address inside is not followed there', async () => {
  let hits = 0;
  const server = createServer((_, response) => {
    hits += 1;
    response.end('secret');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const url of inside(port)) {
    await relay.control({ next: [{ status: 200, body: { created: 1, data: [{ url }] } }] });
    const { id } = await eve.api.generation.create.mutate({ prompt: 'in', size: '1024x1024' });
    const now = () => eve.api.generation.byId.query({ id });
    await expect.poll(async () => (await now()).status, { timeout: 20_000 }).toBe('failed');
    expect(JSON.stringify(await now())).not.toMatch(LEAK);
  }
  server.close();
  expect(hits).toBe(0);
});

test('one too many is told when to try again, as JSON and as a page', async () => {
  const limits = ['search address 127.0.0.1', 'sign-in address 127.0.0.1'];
  const { id } = await eve.api.user.me.query();
  for (const key of [
    ...limits,
    'search address 0:0:0:0::/64',
    'sign-in address 0:0:0:0::/64',
    `create user ${id}`,
    `download user ${id}`,
  ])
    await easel.database.db
      .insert(rates)
      .values({ key, usedUntil: sql`now() + interval '1 hour'` })
      .onConflictDoUpdate({
        target: rates.key,
        set: { usedUntil: sql`now() + interval '1 hour'` },
      });
  const anew = new Visitor(easel.url);
  const refused = [
    await eve.fetch(`/api/trpc/wallpaper.list${query({ query: 'lake' })}`),
    await eve.fetch('/?query=lake'),
    await eve.fetch('/zh?query=lake'),
    await post(eve, 'generation.create', { prompt: 'fog' }),
    await eve.fetch(`/api/wallpapers/${wallpaper}/download`),
    await anew.fetch('/api/sign-in/local', {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"name":"Eve"}',
    }),
  ];
  for (const answer of refused) {
    expect(answer.status, answer.url).toBe(429);
    expect(Number(answer.headers.get('retry-after')), answer.url).toBeGreaterThan(3000);
    expect(answer.headers.get('cache-control') ?? '', answer.url).not.toContain('public');
  }
  const texts = await Promise.all(refused.map((answer) => answer.text()));
  for (const at of [0, 3, 4, 5]) expect(texts[at]).toContain('"reason":"RATE_LIMITED"');
  expect(texts[1]).toMatch(/lang="en".*Try again in [\d,]+ seconds/s);
  expect(texts[2]).toMatch(/lang="zh-Hans".*请在 [\d,]+ 秒后再试/s);

  const counted = async () => (await easel.database.db.select().from(rates)).length;
  const before = await counted();
  expect((await anew.fetch('/')).status).toBe(200);
  expect((await anew.fetch('/api/trpc/wallpaper.list')).status).toBe(200);
  expect(await counted()).toBe(before);
  await easel.database.db.delete(rates);
});

test('whoever has no token learns nothing of the metrics, not even that there are any', async () => {
  const asked = (authorization?: string) =>
    eve.fetch('/api/metrics', authorization ? { headers: { authorization } } : {});
  for (const wrong of [
    undefined,
    'Bearer only-for-prometheu',
    'Basic only-for-prometheus',
    'Bearer',
  ])
    expect((await asked(wrong)).status, wrong).toBe(404);
  const text = await (await asked('Bearer only-for-prometheus')).text();
  for (const name of [
    'generations',
    'queue_depth',
    'generations_in_flight',
    'sign_ins_total',
    'http_requests_total',
    'http_request_seconds_bucket',
    'process_resident_bytes',
  ])
    expect(text).toMatch(new RegExp(`^easel_${name}(\\{[^}]*\\})? \\d`, 'm'));
});

test('with its tables gone, neither page, route, call nor stream says what is wrong inside', async () => {
  const { sql: run } = easel.database;
  await run`alter table users rename to users_elsewhere`;
  await run`alter table wallpapers rename to wallpapers_elsewhere`;
  try {
    const id = wallpaper;
    for (const path of [
      ...[
        '/?color=blue',
        '/zh?color=blue',
        `/u/${id}`,
        `/w/${id}`,
        '/create',
        '/settings',
        '/library',
      ],
      ...['/sitemap.xml', '/feed.xml', '/api/auth/session', '/api/trpc/wallpaper.list?input={}'],
      ...[`/api/trpc/user.me`, `/api/trpc/generation.watch${query({ id })}`, '/api/ready'],
      ...[
        `/api/wallpapers/${id}/download`,
        `/api/generations/${id}/preview`,
        '/media/private/x/y.webp',
      ],
    ]) {
      const answer = await ada.fetch(path);
      expect(await answer.text(), path).not.toMatch(LEAK);
      expect(answer.headers.get('content-security-policy'), path).toBeTruthy();
    }
    const made = await post(ada, 'generation.create', { prompt: 'fog' });
    expect([made.status, await made.text()]).toEqual([500, expect.not.stringMatching(LEAK)]);
  } finally {
    await run`alter table users_elsewhere rename to users`;
    await run`alter table wallpapers_elsewhere rename to wallpapers`;
  }
  expect(easel.output()).not.toMatch(new RegExp(cookieOf(ada).split('=')[1] ?? 'none'));
});
