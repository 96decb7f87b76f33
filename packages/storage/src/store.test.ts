import { beforeAll, describe, expect, test } from 'vitest';
import { type Key, objectKey, openStore, StorageError, type Store, setupBucket } from './index.ts';
import { allOf, bytesOf, newBucket, someBytes, temporaryFolder } from './testing.ts';

const PNG = { contentType: 'image/png' };

async function openBucket(): Promise<Store> {
  const settings = await newBucket();
  await setupBucket(settings, { siteOrigin: 'http://localhost:3000' });
  return openStore({ kind: 's3', ...settings });
}

const stores = {
  files: async () => openStore({ kind: 'files', root: await temporaryFolder() }),
  s3: openBucket,
};

beforeAll(openBucket, 120_000);

describe.each(Object.entries(stores))('a store on %s', (_kind, open) => {
  test('gives back what was put, and what it knows about it', async () => {
    const store = await open();
    const bytes = someBytes(3000);
    const key = objectKey('public', 'one', bytes, 'png');
    await store.put(key, bytes, PNG);

    const { info, body } = await store.get(key);
    expect(await bytesOf(body)).toEqual(bytes);
    expect(info).toMatchObject({ key, size: 3000, contentType: 'image/png' });
    expect(info.etag).toMatch(/^[\w-]+$/);
    expect(Math.abs(Date.now() - info.modifiedAt.getTime())).toBeLessThan(60_000);
    expect(await store.head(key)).toEqual(info);
  });

  test('keeps empty and large objects whole', async () => {
    const store = await open();
    for (const size of [0, 17 * 1024 * 1024 + 1]) {
      const bytes = someBytes(size);
      const key = objectKey('private', 'two', bytes, 'bin');
      await store.put(key, bytes, { contentType: 'application/octet-stream' });
      const { info, body } = await store.get(key);
      expect(info.size).toBe(size);
      expect(Buffer.compare(await bytesOf(body), bytes)).toBe(0);
    }
  });

  test('keeps the bytes that a key has, so that a put can be repeated', async () => {
    const store = await open();
    await store.put('public/three/a.png', someBytes(10), PNG);
    const before = await store.head('public/three/a.png');
    await store.put('public/three/a.png', someBytes(20), PNG);
    expect(await store.head('public/three/a.png')).toEqual(before);
  });

  test('takes the same bytes from twenty writers at once', async () => {
    const store = await open();
    const bytes = someBytes(50_000);
    const key = objectKey('public', 'crowd', bytes, 'png');
    await Promise.all(Array.from({ length: 20 }, () => store.put(key, bytes, PNG)));
    expect(await bytesOf((await store.get(key)).body)).toEqual(bytes);
    expect(await allOf(store.list('public/crowd/'))).toHaveLength(1);
  });

  test('gives the part that a range asks for, and the size of the whole', async () => {
    const store = await open();
    const bytes = someBytes(600_000);
    const key = objectKey('public', 'four', bytes, 'png');
    await store.put(key, bytes, PNG);
    const cases = [
      [0, 0],
      [10, 19],
      [5, 500_000],
      [599_999, 599_999],
      [599_990, 900_000],
    ] as const;
    for (const [start, end] of cases) {
      const { info, body } = await store.get(key, { range: { start, end } });
      expect(info.size).toBe(600_000);
      expect(Buffer.compare(await bytesOf(body), bytes.subarray(start, end + 1))).toBe(0);
    }
    for (const range of [
      { start: 600_000, end: 600_001 },
      { start: 5, end: 4 },
    ]) {
      await expect(store.get(key, { range })).rejects.toMatchObject({ reason: 'InvalidRange' });
    }
  });

  test('says NotFound for what is not there', async () => {
    const store = await open();
    const key = 'private/nobody/nothing.png';
    await expect(store.get(key)).rejects.toMatchObject({ reason: 'NotFound', retryable: false });
    await expect(store.head(key)).rejects.toBeInstanceOf(StorageError);
    await expect(store.head(key)).rejects.toMatchObject({ reason: 'NotFound' });
    await expect(store.copy(key, 'public/a/b.png')).rejects.toMatchObject({ reason: 'NotFound' });
    await expect(store.move(key, 'public/a/b.png')).rejects.toMatchObject({ reason: 'NotFound' });
    await store.delete([key]);
  });

  test('copies, and moves in a way that can be repeated', async () => {
    const store = await open();
    const bytes = someBytes(1000);
    await store.put('private/five/a.webp', bytes, { contentType: 'image/webp' });
    await store.copy('private/five/a.webp', 'public/five/a.webp');
    await store.copy('private/five/a.webp', 'public/five/a.webp');
    expect(await bytesOf((await store.get('public/five/a.webp')).body)).toEqual(bytes);
    expect((await store.head('public/five/a.webp')).contentType).toBe('image/webp');

    for (let times = 0; times < 2; times += 1) {
      await store.move('public/five/a.webp', 'private/six/a.webp');
    }
    expect(await bytesOf((await store.get('private/six/a.webp')).body)).toEqual(bytes);
    await expect(store.head('public/five/a.webp')).rejects.toMatchObject({ reason: 'NotFound' });
  });

  test('lists by prefix in the order of keys', async () => {
    const store = await open();
    const keys: Key[] = [
      'private/a/1.png',
      'public/a-b/1.png',
      'public/a/1.png',
      'public/a/b/2.png',
      'public/a0/1.png',
    ];
    for (const key of keys.toReversed()) await store.put(key, someBytes(5), PNG);
    const listed = async (prefix: string) => (await allOf(store.list(prefix))).map((o) => o.key);
    expect(await listed('')).toEqual(keys);
    expect(await listed('public/')).toEqual(keys.slice(1));
    expect(await listed('public/a/')).toEqual(keys.slice(2, 4));
    expect(await listed('public/a/b')).toEqual(keys.slice(3, 4));
    expect(await listed('public/a0/1.png')).toEqual(keys.slice(4));
    for (const prefix of ['public/z', '../', 'public/../', '/', '.unfinished']) {
      expect(await listed(prefix)).toEqual([]);
    }
    const [first] = await allOf(store.list('private/'));
    // Some services tell the time of an object by the second in one place only.
    const { modifiedAt, ...facts } = await store.head('private/a/1.png');
    expect(first).toMatchObject(facts);
    expect(Math.abs(Number(first?.modifiedAt) - Number(modifiedAt))).toBeLessThan(1000);
  });

  test('deletes many at once, and what is gone already', async () => {
    const store = await open();
    const keys = Array.from({ length: 30 }, (_, n): Key => `public/many/${n}.png`);
    await Promise.all(keys.map((key) => store.put(key, someBytes(5), PNG)));
    await store.delete([...keys.slice(1), 'private/many/absent.png']);
    expect((await allOf(store.list(''))).map(({ key }) => key)).toEqual(['public/many/0.png']);
    await store.delete(keys);
    await store.delete([]);
    expect(await allOf(store.list(''))).toEqual([]);
  });

  test('refuses a key that could leave its place, and a type that the key does not say', async () => {
    const store = await open();
    const bad = 'public/../../etc/passwd' as const;
    const refused = { reason: 'InvalidKey', retryable: false };
    await expect(store.put(bad, someBytes(1), PNG)).rejects.toMatchObject(refused);
    await expect(store.get(bad)).rejects.toMatchObject(refused);
    await expect(store.head(bad)).rejects.toMatchObject(refused);
    await expect(store.copy(bad, 'public/a/b.png')).rejects.toMatchObject(refused);
    await expect(store.copy('public/a/b.png', bad)).rejects.toMatchObject(refused);
    await expect(store.delete([bad])).rejects.toMatchObject(refused);
    expect(() => store.publicUrl(bad)).toThrow(StorageError);
    const html = { contentType: 'text/html' };
    await expect(store.put('public/a/b.png', someBytes(1), html)).rejects.toMatchObject(refused);
  });

  test('stops when its signal fires, and stores nothing', async () => {
    const store = await open();
    const reason = new Error('gone away');
    const fired = AbortSignal.abort(reason);
    await expect(store.head('public/a/b.png', { signal: fired })).rejects.toBe(reason);
    await expect(store.check(fired)).rejects.toBe(reason);

    for (const size of [4_000_000, 30_000_000]) {
      const key: Key = `public/stopped/${size}.png`;
      const abort = new AbortController();
      const put = store.put(key, someBytes(size), { ...PNG, signal: abort.signal });
      setImmediate(() => abort.abort(reason));
      await expect(put).rejects.toBe(reason);
      await expect(store.head(key)).rejects.toMatchObject({ reason: 'NotFound' });
    }

    await store.put('public/a/b.png', someBytes(3_000_000), PNG);
    const abort = new AbortController();
    const { body } = await store.get('public/a/b.png', { signal: abort.signal });
    const reader = body.getReader();
    await reader.read();
    abort.abort(reason);
    const drain = async () => {
      while (!(await reader.read()).done);
    };
    await expect(drain()).rejects.toBe(reason);
  });

  test('lets a reader leave in the middle', async () => {
    const store = await open();
    await store.put('public/a/b.png', someBytes(3_000_000), PNG);
    const { body } = await store.get('public/a/b.png');
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    expect((await reader.read()).done).toBe(true);
  });

  test('answers a check, and sends private objects through the site', async () => {
    const store = await open();
    await store.check();
    expect(store.publicUrl('private/a/b.png')).toBe('/media/private/a/b.png');
  });
});
