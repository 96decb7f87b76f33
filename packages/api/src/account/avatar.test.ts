import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { garbage, users } from '@easel/db';
import { parseKey } from '@easel/storage';
import { eq, sql } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { addUser, openTestStudio, smallPicture } from '../testing.ts';
import { collectGarbage } from '../wallpaper/garbage.ts';
import { authAdapter } from './adapter.ts';
import { copyAvatar } from './copy-avatar.ts';
import { updateMe } from './profile.ts';
import { uploadAvatar } from './upload-avatar.ts';

const { signal } = new AbortController();

async function imageOf(studio: Studio, id: string) {
  const [row] = await studio.db.select().from(users).where(eq(users.id, id));
  return row?.image ?? null;
}

async function objectsOf(studio: Studio, id: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of studio.store.list(`public/${id}/`)) keys.push(key);
  return keys;
}

/** The sweep, some time later. */
async function sweepLater(studio: Studio): Promise<void> {
  await studio.db.update(garbage).set({ dueAt: sql`now()` });
  await collectGarbage(studio);
}

test('an upload becomes a small square WebP in our storage, and nothing of the file survives', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const upload = await sharp(await smallPicture('a'))
    .withExif({ IFD0: { Artist: 'home address' } })
    .jpeg()
    .toBuffer();
  // Bytes behind the picture's end: a file that is a picture and a script.
  const polyglot = Buffer.concat([upload, Buffer.from('<script>alert(1)</script>')]);
  const { avatarUrl } = await uploadAvatar(studio, ada, polyglot, signal);
  const key = parseKey((await imageOf(studio, ada.id)) ?? '');
  expect(avatarUrl).toBe(studio.store.publicUrl(key));
  const { body, info } = await studio.store.get(key);
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  expect(info.contentType).toBe('image/webp');
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
  expect(bytes.includes('script') || bytes.includes('home address')).toBe(false);
  expect(await objectsOf(studio, ada.id)).toEqual([key]);
});

test('what is no still PNG, JPEG or WebP is refused, and the avatar stays', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  await uploadAvatar(studio, ada, await smallPicture('a'), signal);
  const before = await imageOf(studio, ada.id);
  const png = await smallPicture('b');
  const wide = { width: 20_000, height: 2000, channels: 3, background: 'red' } as const;
  const bad: Uint8Array[] = [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    Buffer.from('GIF89a'),
    Buffer.from('<!doctype html>'),
    new Uint8Array(0),
    png.subarray(0, png.length / 2),
    await sharp({ create: wide }).png().toBuffer(),
  ];
  for (const upload of bad)
    await expect(uploadAvatar(studio, ada, upload, signal)).rejects.toThrow('INPUT_INVALID');
  expect(await imageOf(studio, ada.id)).toBe(before);
  expect(await objectsOf(studio, ada.id)).toEqual([before]);
});

test('the avatar before goes for good, and one that comes back in time stays', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const [one, two] = [await smallPicture('a'), await smallPicture('b')];
  await uploadAvatar(studio, ada, one, signal);
  const first = await imageOf(studio, ada.id);
  await uploadAvatar(studio, ada, two, signal);
  await uploadAvatar(studio, ada, one, signal);
  await sweepLater(studio);
  expect(await objectsOf(studio, ada.id)).toEqual([first]);
  expect(await updateMe(studio, ada, { avatar: null })).toMatchObject({
    avatarUrl: `/api/avatars/${ada.id}`,
  });
  await sweepLater(studio);
  expect(await objectsOf(studio, ada.id)).toEqual([]);
});

/** Pictures at an address, as a provider shows them. */
async function servePictures(answer: () => { status: number; body: Uint8Array | string }) {
  const server = createServer((_, response) => {
    const { status, body } = answer();
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test("a provider's picture is copied after the sign-in, once, and never over one that was chosen", async () => {
  let answer: { status: number; body: Uint8Array | string } = {
    status: 200,
    body: await smallPicture('a'),
  };
  await using provider = await servePictures(() => answer);
  await using opened = await openTestStudio({
    AUTH_OIDC_ISSUER: provider.origin,
    AUTH_OIDC_ID: 'id',
    AUTH_OIDC_SECRET: 'secret',
  });
  const { studio } = opened;
  const arrive = async (image: string) => {
    const created = await authAdapter(studio, null).createUser?.({
      id: '',
      email: '',
      emailVerified: null,
      name: 'Ada',
      image,
    });
    const id = created?.id ?? '';
    expect(await studio.queue.has('avatar', id)).toBe(true);
    return id;
  };
  const sourceOf = async (id: string) =>
    (await studio.db.select().from(users).where(eq(users.id, id)))[0]?.imageSource;

  const ada = await arrive(`${provider.origin}/ada.png`);
  await copyAvatar(studio, ada, signal);
  expect(await objectsOf(studio, ada)).toEqual([await imageOf(studio, ada)]);
  expect(await sourceOf(ada)).toBeNull();

  const bob = await arrive(`${provider.origin}/bob.png`);
  await uploadAvatar(studio, { id: bob, role: 'user' }, await smallPicture('b'), signal);
  const chosen = await imageOf(studio, bob);
  await copyAvatar(studio, bob, signal);
  expect(await imageOf(studio, bob)).toBe(chosen);

  answer = { status: 503, body: '' };
  const eve = await arrive(`${provider.origin}/eve.png`);
  await expect(copyAvatar(studio, eve, signal)).rejects.toThrow(
    /^The avatar cannot be had yet: Unavailable\.$/,
  );
  expect(await sourceOf(eve)).not.toBeNull();
  answer = { status: 200, body: '<svg/>' };
  await copyAvatar(studio, eve, signal);
  expect([await sourceOf(eve), await imageOf(studio, eve)]).toEqual([null, null]);

  // Addresses that lead into a network, or nowhere.
  for (const address of [
    `${provider.origin.replace('127.0.0.1', 'localhost')}/a.png`,
    'http://169.254.169.254/latest/meta-data',
    'https://[::1]/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'no address',
  ]) {
    const mallory = await arrive(address);
    await copyAvatar(studio, mallory, signal);
    expect([address, await imageOf(studio, mallory)]).toEqual([address, null]);
  }
});
