import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openMemory } from './answers.ts';
import { KEEP } from './capture.ts';

const SHARED = 'public, s-maxage=10, stale-while-revalidate=60';
const LIST = '/api/trpc/wallpaper.list';

type Got = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** A server around `compute`, with a memory. `await using` closes it. */
async function serve(compute: (request: IncomingMessage, response: ServerResponse) => unknown) {
  let asked = 0;
  const memory = openMemory(async (incoming, response) => {
    asked += 1;
    await compute(incoming, response);
  });
  const server = createServer((incoming, response) => {
    memory.answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    memory,
    asked: () => asked,
    get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
      return new Promise((resolve, reject) => {
        request({ port, host: '127.0.0.1', path, headers, method }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts),
            }),
          );
        })
          .on('error', reject)
          .end();
      });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Waits until its answer has gone, as Next's routes do. */
const json = async (response: ServerResponse, body: string, cache = SHARED) =>
  new Promise((gone) => {
    response.once('finish', gone);
    response
      .writeHead(200, { 'content-type': 'application/json', 'cache-control': cache })
      .end(body);
  });

test('a public answer is made once, however it is written and whoever asks, and compressed once', async () => {
  const body = JSON.stringify({ many: 'words '.repeat(500) });
  await using site = await serve((_, response) => {
    // As Next says it where it would compress.
    response.setHeader('vary', 'rsc, Accept-Encoding');
    json(response, body);
  });
  const asked = (input: object) => `${LIST}?input=${encodeURIComponent(JSON.stringify(input))}`;
  const first = await site.get(asked({ json: { sort: 'popular', limit: 5 } }));
  expect(first.body.toString()).toBe(body);
  expect(first.headers).toMatchObject({ 'cache-control': SHARED, vary: 'rsc, Accept-Encoding' });
  const same = asked({ json: { limit: 5, sort: 'popular' } });
  const zipped = await site.get(same, { 'accept-encoding': 'gzip', cookie: 'session=mine' });
  expect(gunzipSync(zipped.body).toString()).toBe(body);
  const refused = await site.get(same, { 'accept-encoding': 'br;q=0, gzip; q=0.0, identity' });
  expect(refused.body.toString()).toBe(body);
  const brotli = await site.get(same, { 'accept-encoding': 'gzip;q=0, br;q=0.5' });
  expect(brotliDecompressSync(brotli.body).toString()).toBe(body);
  const known = await site.get(same, { 'if-none-match': String(first.headers.etag) });
  expect([known.status, known.body.length]).toEqual([304, 0]);
  expect(site.asked()).toBe(1);
  await site.get(asked({ json: { limit: 6, sort: 'popular' } }));
  expect(site.asked()).toBe(2);
});

test('a crowd that asks at the same moment waits for one answer', async () => {
  await using site = await serve(async (_, response) => {
    await new Promise((done) => setTimeout(done, 50));
    json(response, '{}');
  });
  const crowd = await Promise.all(Array.from({ length: 50 }, () => site.get(LIST)));
  expect(crowd.every(({ status }) => status === 200)).toBe(true);
  expect(site.asked()).toBe(1);
});

test('nothing is given that was made before the gallery changed', async () => {
  let version = 1;
  const { promise: read, resolve: hasRead } = Promise.withResolvers<void>();
  const { promise: go, resolve: goOn } = Promise.withResolvers<void>();
  await using site = await serve(async (_, response) => {
    const seen = version;
    hasRead();
    await go;
    json(response, `${seen}`);
  });
  const slow = site.get(LIST);
  await read;
  version = 2;
  site.memory.clear();
  goOn();
  expect((await slow).body.toString()).toBe('1');
  expect((await site.get(LIST)).body.toString()).toBe('2');
  version = 3;
  site.memory.clear();
  expect((await site.get(LIST)).body.toString()).toBe('3');
});

test('whoever changed something sees it in the next answer', async () => {
  let changes = 0;
  await using site = await serve((incoming, response) => {
    if (incoming.method === 'POST') changes += 1;
    return json(response, `${changes}`, incoming.method === 'POST' ? 'no-store' : SHARED);
  });
  expect((await site.get(LIST)).body.toString()).toBe('0');
  await site.get('/api/trpc/wallpaper.like', {}, 'POST');
  expect((await site.get(LIST)).body.toString()).toBe('1');
  await site.get('/api/account/avatar', {}, 'POST');
  expect((await site.get(LIST)).body.toString()).toBe('2');
});

test("what is one person's, an error, a change or an unknown address goes through untouched", async () => {
  await using site = await serve((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '', 'http://here');
    if (pathname.endsWith('user.me')) return json(response, '{}', 'private, no-store');
    if (pathname.endsWith('wrong')) return response.writeHead(400, { etag: '"x"' }).end('no');
    if (pathname.endsWith('cookie')) response.setHeader('set-cookie', 'a=b');
    return json(response, String(incoming.headers['accept-encoding']));
  });
  const cases: [string, string?, Record<string, string>?][] = [
    ['/api/trpc/user.me'],
    ['/api/trpc/wrong'],
    ['/api/trpc/cookie'],
    [LIST, 'POST'],
    [`${LIST}?batch=1&input=%7B%7D`],
    [`${LIST}?input=%7B`],
    [`${LIST}?input=${encodeURIComponent('{"json":null}')}`],
    ['/api/health'],
    ['/', 'GET', { rsc: '1' }],
    ['/?color=red'],
  ];
  for (const [path, method, headers] of cases) {
    const before = site.asked();
    await site.get(path, headers, method);
    await site.get(path, headers, method);
    expect(site.asked() - before, path).toBe(2);
  }
  const wrong = await site.get('/api/trpc/wrong');
  expect([wrong.status, wrong.body.toString(), wrong.headers.etag]).toEqual([400, 'no', '"x"']);
});

test('a kept page runs the scripts it was made with by their hashes, and has no nonce left', async () => {
  const script = 'self.__next_f.push([1,"雪"])';
  const page = (nonce: string) =>
    `<script src="/theme.js" nonce="${nonce}"></script><script nonce="${nonce}">${script}</script>`;
  let made = 0;
  await using site = await serve((_, response) => {
    made += 1;
    response.setHeader(
      'content-security-policy',
      `default-src 'self'; script-src 'self' 'nonce-n${made}' 'strict-dynamic'; object-src 'none'`,
    );
    response.setHeader(KEEP, SHARED);
    response.setHeader('cache-control', 'private, no-store');
    // As Next does: in parts, with the headers sent ahead.
    response.writeHead(200, { 'content-type': 'text/html' });
    response.flushHeaders();
    response.write(page(`n${made}`).slice(0, 30));
    response.end(page(`n${made}`).slice(30));
  });
  const first = await site.get('/');
  const hash = createHash('sha256').update(script).digest('base64');
  expect(first.headers['content-security-policy']).toBe(
    `default-src 'self'; script-src 'self' 'sha256-${hash}'; object-src 'none'`,
  );
  expect(first.body.toString()).toBe(page(''));
  expect(first.headers['cache-control']).toBe(SHARED);
  expect(first.headers[KEEP]).toBeUndefined();
  site.memory.clear();
  expect((await site.get('/')).headers.etag, 'the same page is the same bytes').toBe(
    first.headers.etag,
  );
  expect(made).toBe(2);
});

test('an answer that fails, or whose reader leaves, keeps nobody else waiting', async () => {
  let fail = true;
  await using site = await serve(async (_, response) => {
    await new Promise((done) => setTimeout(done, 20));
    if (fail) throw new Error('cut');
    json(response, '{}');
  });
  await expect(site.get(LIST)).rejects.toThrow();
  fail = false;
  expect((await site.get(LIST)).status).toBe(200);
});
