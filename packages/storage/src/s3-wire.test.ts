import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type S3Settings, setupBucket } from './index.ts';
import { someBytes } from './testing.ts';

type Seen = { line: string; headers: IncomingMessage['headers']; body: Buffer };
type Answer = (seen: Seen, response: ServerResponse) => void;

const PNG = { contentType: 'image/png' };

/** A server that writes down what the client sends: what no real server would show. */
async function recorder(answer: Answer): Promise<{ settings: S3Settings; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const line = `${request.method} ${request.url}`;
    const entry = { line, headers: request.headers, body };
    seen.push(entry);
    answer(entry, response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const settings = {
    bucket: 'wallpapers',
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${address.port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  };
  return { settings, seen };
}

const fail = (response: ServerResponse, status: number, code: string) =>
  response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);

test('a put carries its type and caching, refuses to overwrite, and has no checksum trailer', async () => {
  const { settings, seen } = await recorder((_seen, response) => response.end());
  const store = openStore({ kind: 's3', ...settings });
  const bytes = someBytes(500);
  await store.put('public/a/b.png', bytes, PNG);
  await store.put('private/a/b.png', bytes, PNG);
  const [open, hidden] = seen;
  expect(open?.line).toBe('PUT /wallpapers/public/a/b.png?x-id=PutObject');
  expect(open?.body.equals(bytes)).toBe(true);
  expect(open?.headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': '500',
    'cache-control': 'public, max-age=31536000, immutable',
    'if-none-match': '*',
    'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex'),
  });
  expect(hidden?.headers['cache-control']).toBe('private, max-age=31536000, immutable');
  for (const { headers } of seen) {
    expect(headers['x-amz-trailer']).toBeUndefined();
    expect(headers['transfer-encoding']).toBeUndefined();
    expect(headers['content-encoding']).toBeUndefined();
  }
});

test('a service that is not there is told by what the connection said', async () => {
  const { settings } = await recorder(() => {});
  // Port 1 is nobody's.
  const away = { ...settings, endpoint: 'http://127.0.0.1:1' };
  await expect(setupBucket(away, { siteOrigin: 'http://localhost:3000' })).rejects.toThrow(
    'connect ECONNREFUSED 127.0.0.1:1',
  );
});

test('keys that are lent for a time are sent with their token', async () => {
  const { settings, seen } = await recorder((_seen, response) => response.end());
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'lent' };
  const store = openStore({ kind: 's3', ...settings, credentials });
  await store.put('public/a/b.png', someBytes(5), PNG);
  expect(seen[0]?.headers['x-amz-security-token']).toBe('lent');
});

test('a key that exists counts as stored', async () => {
  const { settings, seen } = await recorder((_seen, response) =>
    fail(response, 412, 'PreconditionFailed'),
  );
  await openStore({ kind: 's3', ...settings }).put('public/a/b.png', someBytes(5), PNG);
  expect(seen).toHaveLength(1);
});

test('a service without conditional writes gets a plain one', async () => {
  const { settings, seen } = await recorder(({ headers }, response) => {
    if (headers['if-none-match']) fail(response, 501, 'NotImplemented');
    else response.end();
  });
  await openStore({ kind: 's3', ...settings }).put('public/a/b.png', someBytes(5), PNG);
  expect(seen.at(-1)?.headers['if-none-match']).toBeUndefined();
});

test('a large put goes in parts, and is condition-bound at its end', async () => {
  const { settings, seen } = await recorder(({ line }, response) => {
    if (line.includes('uploads')) {
      response.end(
        '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
      );
    } else response.setHeader('etag', '"e"').end('<CompleteMultipartUploadResult/>');
  });
  await openStore({ kind: 's3', ...settings }).put('public/a/b.png', someBytes(20_000_000), PNG);
  const parts = seen.filter(({ line }) => line.includes('partNumber='));
  expect(parts.map(({ body }) => body.length).sort((a, b) => a - b)).toEqual([
    20_000_000 - 2 * 8_388_608,
    8_388_608,
    8_388_608,
  ]);
  expect(seen[0]?.headers['content-type']).toBe('image/png');
  expect(seen[0]?.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(seen.at(-1)?.headers['if-none-match']).toBe('*');
});

test('deletes and set-up carry Content-MD5, which older services insist on', async () => {
  const { settings, seen } = await recorder(({ line }, response) => {
    if (line.startsWith('GET')) fail(response, 404, 'NoSuchConfiguration');
    else response.end('<DeleteResult/>');
  });
  await openStore({ kind: 's3', ...settings }).delete(['public/a/b.png', 'private/a/b.png']);
  await setupBucket(settings, { siteOrigin: 'https://easel.example' });
  const writes = seen.filter(({ body }) => body.length > 0);
  expect(writes.map(({ line }) => line.split(/[?=]/)[1])).toEqual([
    'delete',
    'policy',
    'cors',
    'lifecycle',
  ]);
  for (const { headers, body } of writes) {
    expect(headers['content-md5']).toBe(createHash('md5').update(body).digest('base64'));
  }
});

test('unfinished uploads are told to go after a day, and rules of others stay', async () => {
  const theirs =
    '<Rule><ID>theirs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>9</Days></Expiration></Rule>';
  const { settings, seen } = await recorder(({ line }, response) => {
    if (!line.startsWith('GET')) response.end();
    else if (!line.includes('lifecycle')) fail(response, 404, 'NoSuchConfiguration');
    else response.end(`<LifecycleConfiguration>${theirs}</LifecycleConfiguration>`);
  });
  await setupBucket(settings, { siteOrigin: 'https://easel.example' });
  const xml = seen.find(({ line }) => line.startsWith('PUT') && line.includes('lifecycle'))?.body;
  expect(String(xml)).toContain('<ID>theirs</ID>');
  expect(String(xml)).toContain(
    '<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>',
  );
});

test('a public access block is lifted for policies alone, and other statements are kept', async () => {
  const flags = [
    'BlockPublicAcls',
    'IgnorePublicAcls',
    'BlockPublicPolicy',
    'RestrictPublicBuckets',
  ];
  const theirs = { Sid: 'Theirs', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
  const { settings, seen } = await recorder(({ line }, response) => {
    const xml = flags.map((flag) => `<${flag}>true</${flag}>`).join('');
    if (!line.startsWith('GET')) response.end();
    else if (line.includes('publicAccessBlock')) {
      response.end(`<PublicAccessBlockConfiguration>${xml}</PublicAccessBlockConfiguration>`);
    } else if (line.includes('policy')) response.end(JSON.stringify({ Statement: theirs }));
    else fail(response, 404, 'NoSuchConfiguration');
  });
  const steps = await setupBucket(settings, { siteOrigin: 'https://easel.example' });
  const written = (name: string) =>
    String(seen.find(({ line }) => line.startsWith('PUT') && line.includes(name))?.body);
  expect(written('publicAccessBlock')).toContain('<BlockPublicAcls>true</BlockPublicAcls>');
  expect(written('publicAccessBlock')).toContain('<IgnorePublicAcls>true</IgnorePublicAcls>');
  expect(written('publicAccessBlock')).toContain('<BlockPublicPolicy>false</BlockPublicPolicy>');
  expect(JSON.parse(written('policy')).Statement).toEqual([
    theirs,
    {
      Sid: 'EaselPublicRead',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::wallpapers/public/*'],
    },
  ]);
  expect(steps.find(({ what }) => what === 'policy')?.detail).toContain('Theirs');
});

test('what a provider does not offer or refuses is reported, and the rest is done', async () => {
  const { settings } = await recorder(({ line }, response) => {
    if (line.includes('policy')) fail(response, 501, 'NotImplemented');
    else if (line.includes('lifecycle')) fail(response, 403, 'AccessDenied');
    else if (line.startsWith('GET')) fail(response, 404, 'NoSuchConfiguration');
    else response.end();
  });
  const steps = await setupBucket(settings, { siteOrigin: 'https://easel.example' });
  expect(steps.map(({ status }) => status)).toEqual([
    'already',
    'already',
    'unsupported',
    'done',
    'failed',
  ]);
  const policy = steps.find(({ what }) => what === 'policy');
  expect(policy?.detail).toContain('S3_PUBLIC_URL = <origin of the site>/media');
  expect(JSON.stringify(steps)).not.toContain('secret');
});

test('a service that stumbles is asked again, and then reported as unavailable', async () => {
  let stumbles = 2;
  const { settings, seen } = await recorder((_seen, response) => {
    if (stumbles > 0) fail(response, 503, 'ServiceUnavailable');
    else response.end();
    stumbles -= 1;
  });
  const store = openStore({ kind: 's3', ...settings });
  await store.put('public/a/b.png', someBytes(5), PNG);
  expect(seen).toHaveLength(3);
  stumbles = 3;
  const unavailable = { reason: 'Unavailable', retryable: true };
  await expect(store.put('public/a/c.png', someBytes(5), PNG)).rejects.toMatchObject(unavailable);
});

test('an answer that breaks off is an error, not a short object', async () => {
  const { settings } = await recorder((_seen, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half');
    setTimeout(() => response.destroy(), 50);
  });
  const { body } = await openStore({ kind: 's3', ...settings }).get('public/a/b.png');
  await expect(new Response(body).arrayBuffer()).rejects.toMatchObject({ reason: 'Unavailable' });
});

test('an abort closes the connection', async () => {
  const { settings } = await recorder((_seen, response) => {
    response.on('close', closed.resolve);
    abort.abort(reason);
  });
  const reason = new Error('gone away');
  const closed = Promise.withResolvers<void>();
  const abort = new AbortController();
  const store = openStore({ kind: 's3', ...settings });
  const head = store.head('public/a/b.png', { signal: abort.signal });
  await expect(head).rejects.toBe(reason);
  await closed.promise;
});

test.each([
  [{}, 'https://wallpapers.s3.eu-central-1.amazonaws.com'],
  [{ region: 'cn-north-1' }, 'https://wallpapers.s3.cn-north-1.amazonaws.com.cn'],
  [{ bucket: 'wall.papers' }, 'https://s3.eu-central-1.amazonaws.com/wall.papers'],
  [{ endpoint: 'https://s3.example' }, 'https://wallpapers.s3.example'],
  [{ endpoint: 'https://s3.example:8/', forcePathStyle: true }, 'https://s3.example:8/wallpapers'],
  [
    { endpoint: 'https://s3.example/v1/s3', forcePathStyle: true },
    'https://s3.example/v1/s3/wallpapers',
  ],
  [{ publicUrl: 'https://cdn.example/pictures/' }, 'https://cdn.example/pictures'],
])('with %j browsers read under %s', (settings, address) => {
  const base = { bucket: 'wallpapers', region: 'eu-central-1', forcePathStyle: false };
  const store = openStore({ kind: 's3', ...base, ...settings });
  expect(store.publicUrl('public/a/b.png')).toBe(`${address}/public/a/b.png`);
  expect(store.publicUrl('private/a/b.png')).toBe('/media/private/a/b.png');
});

test('the client is loaded on first use, not when the store is opened', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    const load = (url, context, next) => { loaded.push(url); return next(url, context); };
    registerHooks({ load });
    const { openStore } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url))});
    const isLoaded = () => loaded.some((url) => url.includes('client-s3'));
    const settings = { bucket: 'b', region: 'r', endpoint: 'http://127.0.0.1:1' };
    const store = openStore({ kind: 's3', ...settings, forcePathStyle: true });
    const before = isLoaded();
    await store.check().catch(() => undefined);
    console.log(before, isLoaded());
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' } },
  );
  expect(stdout.trim()).toBe('false true');
});
