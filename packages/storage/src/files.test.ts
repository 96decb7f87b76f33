import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStore } from './index.ts';
import { allOf, bytesOf, someBytes, temporaryFolder } from './testing.ts';

const PNG = { contentType: 'image/png' };

test('kill -9 in the middle of writing leaves whole objects and nothing else', async () => {
  const root = await temporaryFolder();
  const store = openStore({ kind: 'files', root });
  for (let round = 0; round < 6; round += 1) {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'testing-writer.ts'), root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    await wait(20 + 37 * round);
    const gone = once(writer, 'exit');
    writer.kill('SIGKILL');
    await gone;
  }
  const objects = await allOf(store.list(''));
  expect(objects.length).toBeGreaterThan(6);
  for (const { key, size } of objects) {
    const bytes = await readFile(join(root, key));
    expect(size).toBe(3_000_000);
    expect(bytes.equals(Buffer.alloc(size, bytes[0]))).toBe(true);
  }
});

test('what a killed process left unfinished is swept after an hour, not before', async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, '.unfinished'));
  await writeFile(join(root, '.unfinished/old'), 'half');
  await writeFile(join(root, '.unfinished/young'), 'half');
  const old = new Date(Date.now() - 2 * 3_600_000);
  await utimes(join(root, '.unfinished/old'), old, old);
  await openStore({ kind: 'files', root }).check();
  expect(await readdir(join(root, '.unfinished'))).toEqual(['young']);
});

test('a failed put leaves no file behind', async () => {
  const root = await temporaryFolder();
  const store = openStore({ kind: 'files', root });
  const abort = new AbortController();
  const put = store.put('public/a/b.png', someBytes(9_000_000), { ...PNG, signal: abort.signal });
  setTimeout(() => abort.abort(), 1);
  await expect(put).rejects.toThrow();
  expect(await readdir(join(root, '.unfinished'))).toEqual([]);
});

test('folders go with their last object', async () => {
  const root = await temporaryFolder();
  const store = openStore({ kind: 'files', root });
  await store.put('public/a/b.png', someBytes(5), PNG);
  await store.put('public/c/d.png', someBytes(5), PNG);
  await store.delete(['public/a/b.png']);
  expect(await readdir(join(root, 'public'))).toEqual(['c']);
});

test('putting and deleting in the same folder at once loses nothing', async () => {
  const root = await temporaryFolder();
  const store = openStore({ kind: 'files', root });
  const numbers = Array.from({ length: 60 }, (_, n) => n);
  await Promise.all(
    numbers.map(async (n) => {
      await store.put(`public/same/${n}.png`, someBytes(50), PNG);
      if (n % 2 === 0) await store.delete([`public/same/${n}.png`]);
    }),
  );
  expect(await allOf(store.list('public/same/'))).toHaveLength(30);
});

test('stray files and links are no objects', async () => {
  const root = await temporaryFolder();
  const store = openStore({ kind: 'files', root });
  await store.put('public/a/b.png', someBytes(5), PNG);
  await writeFile(join(root, 'public/a/.DS_Store'), 'x');
  await writeFile(join(root, 'public/a/Not A Key.png'), 'x');
  await symlink('/etc/hostname', join(root, 'public/a/link.png'));
  expect((await allOf(store.list(''))).map(({ key }) => key)).toEqual(['public/a/b.png']);
  await expect(store.get('public/a/link.png')).rejects.toMatchObject({ reason: 'NotFound' });
  await expect(store.get('public/a')).rejects.toMatchObject({ reason: 'NotFound' });
  await expect(store.get('public/a/b.png/c.png')).rejects.toMatchObject({ reason: 'NotFound' });
});

test('a folder that cannot be written is reported by the check', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'file'), 'not a folder');
  const store = openStore({ kind: 'files', root: join(root, 'file/objects') });
  await expect(store.check()).rejects.toMatchObject({ name: 'StorageError' });
});

test('the address of a public object is a path on the site', async () => {
  const store = openStore({ kind: 'files', root: await temporaryFolder() });
  expect(store.publicUrl('public/a/b.png')).toBe('/media/public/a/b.png');
});

test('an object named by its content has that name as its validator', async () => {
  const store = openStore({ kind: 'files', root: await temporaryFolder() });
  const name = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  await store.put(`public/a/${name}.png`, new TextEncoder().encode('abc'), PNG);
  const { info, body } = await store.get(`public/a/${name}.png`);
  expect(info.etag).toBe(name);
  expect(new TextDecoder().decode(await bytesOf(body))).toBe('abc');
});
