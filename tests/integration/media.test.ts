import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derivatives, wallpapers } from '@easel/db';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Easel, freePort, startEasel, startSite } from '../servers/easel.ts';
import { Visitor } from './visitor.ts';

let easel: Easel;
let ada: Visitor;
let eve: Visitor;
let nobody: Visitor;
const made = { public: '', private: '' };

beforeAll(async () => {
  easel = await startEasel();
  ada = await new Visitor(easel.url).signInLocally('Ada');
  eve = await new Visitor(easel.url).signInLocally('Eve');
  nobody = new Visitor(easel.url);
  made.public = await make('山间晨雾 mountains', 'public');
  made.private = await make('a secret harbour', 'private');
}, 300_000);
afterAll(() => easel?.stop());

/** Makes a wallpaper as people do, and gives its id. */
async function make(prompt: string, visibility: 'public' | 'private'): Promise<string> {
  const { id } = await ada.api.generation.create.mutate({ prompt, visibility, size: '960x600' });
  for (;;) {
    const generation = await ada.api.generation.byId.query({ id });
    if (generation.wallpaperId) return generation.wallpaperId;
    if (generation.error) throw new Error(`No wallpaper: ${generation.error.reason}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What an address answers once it is written as the server prefers it (`//` and a last `/`). */
async function final(visitor: Visitor, address: string): Promise<Response> {
  const answer = await visitor.fetch(address);
  return answer.status === 308 ? await visitor.fetch(answer.headers.get('location') ?? '') : answer;
}

async function addressOf(id: string): Promise<string> {
  return (await ada.api.wallpaper.byId.query({ id })).image.src;
}

test('a public picture may be kept for ever, and answers conditional and partial requests', async () => {
  const address = await addressOf(made.public);
  const whole = await nobody.fetch(address);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(whole.headers.get('content-length')).toBe(String(bytes.length));
  expect(whole.headers.get('content-type')).toBe('image/webp');
  expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
  expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(whole.headers.has('set-cookie')).toBe(false);

  const etag = whole.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[^"]+"$/);
  const again = await nobody.fetch(address, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);

  const part = await nobody.fetch(address, { headers: { range: 'bytes=10-19' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(10, 20));
  const end = await nobody.fetch(address, { headers: { range: 'bytes=-5' } });
  expect(new Uint8Array(await end.arrayBuffer())).toEqual(bytes.slice(-5));
  const stale = await nobody.fetch(address, {
    headers: { range: 'bytes=10-19', 'if-range': '"another"' },
  });
  expect([stale.status, (await stale.arrayBuffer()).byteLength]).toEqual([200, bytes.length]);
  const beyond = await nobody.fetch(address, { headers: { range: `bytes=${bytes.length}-` } });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
    416,
    `bytes */${bytes.length}`,
  ]);

  const head = await nobody.fetch(address, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(bytes.length),
    '',
  ]);
});

test('a private picture is there for its owner alone, whatever the address', async () => {
  const rows = await easel.database.db
    .select({ key: derivatives.key })
    .from(derivatives)
    .where(eq(derivatives.wallpaperId, made.private));
  const [original] = await easel.database.db
    .select({ key: wallpapers.originalKey })
    .from(wallpapers)
    .where(eq(wallpapers.id, made.private));
  const keys = [...rows.map(({ key }) => key), original?.key ?? ''];
  expect(keys.every((key) => key.startsWith('private/'))).toBe(true);
  for (const key of keys)
    for (const address of [
      `/media/${key}`,
      `/media/${key.replace('private/', 'public/')}`,
      `/media/${key.replace('private/', 'public/../private/')}`,
      `/media/${key.replace('private/', 'private//')}`,
      `/media/${key.replace('private/', 'PRIVATE/')}`,
      `/media/public/..%2f${key}`,
      `/media/${encodeURIComponent(key)}`,
      `/media/.%2f${key}`,
      `/media/${key}%00`,
    ])
      for (const visitor of [eve, nobody]) {
        const answer = await final(visitor, address);
        expect(answer.status, address).toBe(404);
        expect(answer.headers.get('cache-control')).toBe('private, no-store');
      }

  const own = await ada.fetch(await addressOf(made.private));
  expect(own.status).toBe(200);
  expect(own.headers.get('cache-control')).toBe('private, no-cache');
  expect(own.headers.get('vary')).toContain('cookie');
});

test('no address reaches outside the store', async () => {
  for (const path of [
    '../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    'public/..%2f..%2fauth-secret',
    'public/%2e%2e/%2e%2e/auth-secret',
    '%2fetc%2fpasswd',
    'public/..\\..\\auth-secret',
    'public',
    'public/',
    'nothing/here.webp',
    'public/a%0d%0aset-cookie:x.webp',
  ]) {
    const answer = await final(nobody, `/media/${path}`);
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
    expect(answer.status, path).toBeLessThan(500);
  }
});

test.each([
  [1290, 2796, 'jpeg'],
  [3440, 1440, 'webp'],
  [16, 16, 'png'],
] as const)(
  'a download has exactly the size asked for: %d x %d as %s',
  async (width, height, format) => {
    const answer = await eve.fetch(
      `/api/wallpapers/${made.public}/download?width=${width}&height=${height}&format=${format}&x=0.5&y=1`,
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(`image/${format}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    expect(await sharp(bytes).metadata()).toMatchObject({ width, height, format });
  },
);

test('the file has a name that keeps the Chinese words', async () => {
  const answer = await ada.fetch(`/api/wallpapers/${made.public}/download?width=64&height=64`);
  const header = answer.headers.get('content-disposition') ?? '';
  expect(header).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
  expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe('山间晨雾-mountains-64x64.jpg');
});

test('without a size it is the original, byte for byte', async () => {
  const answer = await ada.fetch(`/api/wallpapers/${made.private}/download`);
  const { original } = await ada.api.wallpaper.byId.query({ id: made.private });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBe(original.bytes);
  expect(answer.headers.get('content-type')).toBe(original.contentType);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
});

test('the page of a picture that has not come from an older site yet says so, and offers no file', async () => {
  const { sql } = easel.database;
  const page = async () => (await ada.fetch(`/w/${made.private}`)).text();
  const address = `/api/wallpapers/${made.private}/download`;
  expect(await page()).toContain(address);
  const [row] =
    await sql`select original_bytes as bytes from wallpapers where id = ${made.private}`;
  await sql`update wallpapers set original_bytes = 0 where id = ${made.private}`;
  const without = await page();
  await sql`update wallpapers set original_bytes = ${row?.bytes} where id = ${made.private}`;
  expect(without).not.toContain(address);
  expect(without).toContain('has not been copied yet');
});

test('downloads are for those who are signed in and may see the wallpaper', async () => {
  const status = async (visitor: Visitor, id: string, query = '') =>
    (await visitor.fetch(`/api/wallpapers/${id}/download${query}`)).status;
  expect(await status(nobody, made.public)).toBe(401);
  expect(await status(eve, made.private)).toBe(404);
  expect(await status(ada, 'nonsense')).toBe(404);
  expect(await status(ada, '0198c5b2-7d3a-7000-8000-00000000beef')).toBe(404);
});

test.each([
  'width=15&height=100',
  'width=100&height=8193',
  'width=100',
  'width=100.5&height=100',
  'width=-100&height=100',
  'width=abc&height=100',
  'width=100&height=100&format=gif',
  'width=100&height=100&x=2&y=0',
  'width=100&height=100&other=1',
])('a download of %s is a bad request', async (query) => {
  expect((await ada.fetch(`/api/wallpapers/${made.public}/download?${query}`)).status).toBe(400);
});

test('private wallpapers are in no list and no feed', async () => {
  const { items } = await nobody.api.wallpaper.list.query({});
  expect(items.map(({ id }) => id)).toEqual([made.public]);
  const feed = await (await nobody.fetch('/feed.xml')).text();
  expect(feed).toContain(made.public);
  expect(feed).toContain('山间晨雾');
  expect(feed).not.toContain(made.private);
});

test('links to the gallery and to a creator show public pictures, and nobody is shown a private one', async () => {
  const me = await ada.api.user.me.query();
  const stranger = await eve.api.user.me.query();
  for (const [page, name] of [
    ['/', 'gallery'],
    ['/zh', 'gallery'],
    [`/u/${me.id}`, me.id],
    [`/u/${stranger.id}`, 'gallery'],
  ] as const) {
    const head = await (await nobody.fetch(page)).text();
    const named = head.match(/<meta property="og:image" content="([^"]+)"/)?.[1] ?? '';
    expect(new URL(named).pathname, page).toBe(`/og/${name}.jpg`);
    expect(head).toContain('<meta name="twitter:card" content="summary_large_image"/>');
  }
  for (const name of ['gallery', me.id]) {
    const answer = await nobody.fetch(`/og/${name}.jpg`);
    expect(answer.headers.get('cache-control')).toMatch(/^public, s-maxage=/);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const shown = await sharp(await answer.arrayBuffer()).metadata();
    expect([shown.width, shown.height, shown.format]).toEqual([1200, 630, 'jpeg']);
  }
  for (const name of [`${stranger.id}.jpg`, `${me.id}.png`, 'none.jpg', '..%2fgallery.jpg'])
    expect((await nobody.fetch(`/og/${name}`)).status, name).toBe(404);
});

test('the sitemap names the gallery and whoever shows something, in both languages', async () => {
  const me = await ada.api.user.me.query();
  const map = await nobody.fetch('/sitemap.xml');
  expect(map.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  const text = await map.text();
  expect(text.match(/<loc>[^<]+/g)).toEqual([`<loc>${easel.url}/`, `<loc>${easel.url}/u/${me.id}`]);
  expect(text).toContain(`hreflang="zh" href="${easel.url}/zh/u/${me.id}"`);
  const after = 'f'.repeat(8) + me.id.slice(8);
  const rest = await (await nobody.fetch(`/sitemap.xml?from=${after}`)).text();
  expect(rest).not.toContain('<loc>');
  expect((await nobody.fetch('/sitemap.xml?from=nonsense')).status).toBe(400);
});

test('a picture that is hidden leaves the gallery of another process within two seconds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'easel-test-'));
  const other = await startSite(
    {
      PORT: String(await freePort()),
      DATA_DIR: folder,
      DATABASE_URL: easel.database.url,
      AUTH_SECRET: 'a secret that only tests know',
      EASEL_ANCESTORS: `:${process.pid}`,
    },
    'web',
  );
  try {
    const places = ['/', '/zh', '/api/trpc/wallpaper.list', '/feed.xml'];
    const shown = async (place: string) =>
      (await (await fetch(other.url + place)).text()).includes(made.public);
    // Held in its memory from here on, for longer than what follows may take.
    for (const place of places) expect(await shown(place), place).toBe(true);
    await ada.api.wallpaper.update.mutate({ id: made.public, visibility: 'private' });
    const hiddenAt = performance.now();
    for (const place of places)
      while (await shown(place)) expect(performance.now() - hiddenAt, place).toBeLessThan(2000);
    expect((await fetch(`${other.url}/og/gallery.jpg`, { redirect: 'manual' })).status).toBe(307);
  } finally {
    await other.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
