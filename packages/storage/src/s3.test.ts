import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openStore, type S3Settings, setupBucket } from './index.ts';
import { newBucket, someBytes } from './testing.ts';

const SITE = 'http://localhost:3000';
const PNG = { contentType: 'image/png' };

async function readyBucket(): Promise<S3Settings> {
  const settings = await newBucket();
  await setupBucket(settings, { siteOrigin: SITE });
  return settings;
}

beforeAll(readyBucket, 120_000);

test('setting up creates what is missing, and a second time finds it all there', async () => {
  const settings = await newBucket();
  const first = await setupBucket(settings, { siteOrigin: SITE });
  expect(first.map(({ what, status }) => [what, status])).toEqual([
    ['bucket', 'done'],
    ['public access', 'already'],
    ['policy', 'done'],
    ['cors', 'done'],
    ['unfinished uploads', 'done'],
  ]);
  const second = await setupBucket(settings, { siteOrigin: `${SITE}/anything` });
  expect(second.map(({ status }) => status)).toEqual(Array(5).fill('already'));
  const moved = await setupBucket(settings, { siteOrigin: 'https://easel.example' });
  expect(moved.filter(({ status }) => status === 'done').map(({ what }) => what)).toEqual(['cors']);
});

test('a stranger reads public objects and nothing else', async () => {
  const settings = await readyBucket();
  const store = openStore({ kind: 's3', ...settings });
  const bytes = someBytes(2000);
  await store.put('public/a/b.png', bytes, PNG);
  await store.put('private/a/b.png', bytes, PNG);

  const address = store.publicUrl('public/a/b.png');
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);

  const bucket = address.replace('/public/a/b.png', '');
  const statusOf = async (path: string, init?: RequestInit) =>
    (await fetch(`${bucket}${path}`, init)).status;
  expect(await statusOf('/private/a/b.png')).toBe(403);
  expect(await statusOf('/private/a/b.png', { method: 'HEAD' })).toBe(403);
  expect(await statusOf('/public/../private/a/b.png')).toBe(403);
  expect(await statusOf('/?list-type=2')).toBe(403);
  expect(await statusOf('/public/a/c.png', { method: 'PUT', body: 'x' })).toBe(403);
  expect(await statusOf('/public/a/b.png', { method: 'DELETE' })).toBe(403);
});

test('an object that becomes private leaves its public address', async () => {
  const store = openStore({ kind: 's3', ...(await readyBucket()) });
  await store.put('public/a/b.png', someBytes(10), PNG);
  const address = store.publicUrl('public/a/b.png');
  await store.move('public/a/b.png', 'private/a/b.png');
  expect((await fetch(address)).ok).toBe(false);
  await store.move('private/a/b.png', 'public/a/b.png');
  const answer = await fetch(address);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-type')).toBe('image/png');
});

test('scripts of the site may read, those of another may not', async () => {
  const store = openStore({ kind: 's3', ...(await readyBucket()) });
  await store.put('public/a/b.png', someBytes(10), PNG);
  const allowed = async (origin: string, method: string) => {
    const headers = { origin, 'access-control-request-method': method };
    const answer = await fetch(store.publicUrl('public/a/b.png'), { method: 'OPTIONS', headers });
    return answer.ok && answer.headers.get('access-control-allow-origin') === origin;
  };
  expect(await allowed(SITE, 'GET')).toBe(true);
  expect(await allowed(SITE, 'PUT')).toBe(false);
  expect(await allowed('https://evil.example', 'GET')).toBe(false);
});

test('kill -9 in the middle of an upload leaves no object', async () => {
  const settings = await readyBucket();
  const store = openStore({ kind: 's3', ...settings });
  for (const size of [12_000_000, 48_000_000]) {
    const key = `public/killed/${size}.png` as const;
    const script = join(import.meta.dirname, 'testing-uploader.ts');
    const args = [script, JSON.stringify(settings), key, String(size)];
    const uploader = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(uploader.stdout, 'data');
    const gone = once(uploader, 'exit');
    uploader.kill('SIGKILL');
    expect(await gone).toEqual([null, 'SIGKILL']);
    await expect(store.head(key)).rejects.toMatchObject({ reason: 'NotFound' });
  }
});

test('wrong credentials are denied, a missing bucket and a dead service are unavailable', async () => {
  const settings = await readyBucket();
  const wrong = { accessKeyId: 'easeltests', secretAccessKey: 'not the secret' };
  const key = 'public/a/b.png';
  const stranger = openStore({ kind: 's3', ...settings, credentials: wrong });
  await expect(stranger.put(key, someBytes(5), PNG)).rejects.toMatchObject({
    reason: 'Denied',
    retryable: false,
  });
  const nowhere = openStore({ kind: 's3', ...settings, bucket: 'easel-nowhere' });
  await expect(nowhere.put(key, someBytes(5), PNG)).rejects.toMatchObject({
    reason: 'Unavailable',
    retryable: true,
  });
  await expect(nowhere.check()).rejects.toMatchObject({ reason: 'Unavailable' });
  const dead = openStore({ kind: 's3', ...settings, endpoint: 'http://127.0.0.1:1' });
  await expect(dead.check()).rejects.toMatchObject({ reason: 'Unavailable' });
  await expect(dead.get(key)).rejects.toMatchObject({ reason: 'Unavailable' });
});
