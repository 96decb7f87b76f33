import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, wallpapers } from '@easel/db';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { createGeneration } from '../generation/create.ts';
import { addUser, openTestStudio, paintSmall, workOff, workshopWith } from '../testing.ts';
import type { User } from '../viewer.ts';
import { downloadWallpaper } from './download.ts';
import { openDownloadCache } from './download-cache.ts';
import { deleteWallpaper } from './remove.ts';

const signal = AbortSignal.timeout(60_000);
const PHONE = { width: 390, height: 844, format: 'webp' } as const;
const open = { GENERATIONS_IN_FLIGHT: '100' };

async function paint(studio: Studio, viewer: User, visibility: 'public' | 'private' = 'public') {
  const { id } = await createGeneration(studio, viewer, { prompt: 'kept', visibility }, 'test');
  await workOff(workshopWith(studio, paintSmall));
  return id;
}

async function bytesOf(studio: Studio, viewer: User, id: string): Promise<Buffer> {
  const { body, bytes } = await downloadWallpaper(studio, viewer, id, PHONE, signal);
  const read = Buffer.from(await new Response(body).arrayBuffer());
  expect(read.byteLength).toBe(bytes);
  return read;
}

const filesOf = async ({ config }: Studio, id: string) =>
  readdir(join(config.downloadCache.folder, 'private', id)).catch(() => []);

/** A cache in a folder of its own, whose makers count. */
async function smallCache(studio: Studio, maxBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'easel-downloads-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const cache = openDownloadCache({ folder, maxBytes }, studio.db, studio.log);
  onTestFinished(() => cache.close());
  const made: string[] = [];
  const get = async (id: string, part: string) => {
    const make = async () => {
      made.push(part);
      return new Uint8Array(100);
    };
    const name = { parts: [part], extension: 'png' };
    const { body } = await cache.through(id, name, make, signal);
    await new Response(body).arrayBuffer();
  };
  return { folder, cache, made, get };
}

test('a download is made once and comes from the disk after that, but only for those who may have it', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const id = await paint(studio, ada, 'private');
  const first = await bytesOf(studio, ada, id);
  const [row] = await studio.db.select().from(wallpapers).where(eq(wallpapers.id, id));
  await studio.store.delete(row ? [row.originalKey] : []);
  expect(await bytesOf(studio, ada, id)).toEqual(first);
  await expect(downloadWallpaper(studio, lin, id, PHONE, signal)).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
  const other = { ...PHONE, width: 391 };
  await expect(downloadWallpaper(studio, ada, id, other, signal)).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
});

test("a deleted wallpaper's downloads go with it, wherever it was deleted", async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const ids = [await paint(studio, ada), await paint(studio, ada), await paint(studio, ada)];
  for (const id of ids) await bytesOf(studio, ada, id);
  const [here = '', elsewhere = '', kept = ''] = ids;
  await deleteWallpaper(studio, ada, here);
  expect(await filesOf(studio, here)).toEqual([]);
  await studio.db.delete(wallpapers).where(eq(wallpapers.id, elsewhere));
  await studio.downloads.tidy();
  expect([await filesOf(studio, elsewhere), (await filesOf(studio, kept)).length]).toEqual([[], 1]);
});

test('the longest unused go when the disk has its fill, and none that is too large is kept', async () => {
  await using opened = await openTestStudio(open);
  const id = newId();
  const { folder, made, get } = await smallCache(opened.studio, 1000);
  for (let n = 0; n < 10; n += 1) await get(id, `${n}`);
  const files = await readdir(join(folder, 'private', id));
  expect(files).toHaveLength(10);
  // All used long ago, but the first one a moment ago.
  const old = new Date(Date.now() - 3_600_000);
  for (const file of files) await utimes(join(folder, 'private', id, file), old, old);
  await get(id, '0');
  await get(id, 'new');
  expect(await readdir(join(folder, 'private', id))).toHaveLength(9);
  made.length = 0;
  await get(id, '0');
  await get(id, 'new');
  expect(made).toEqual([]);
  const tiny = await smallCache(opened.studio, 399);
  await tiny.get(id, 'a');
  expect(await readdir(tiny.folder)).toEqual([]);
});

test('who asks for the same waits for the same work, which stops when the last has gone', async () => {
  await using opened = await openTestStudio(open);
  const { cache } = await smallCache(opened.studio, 1000);
  const id = newId();
  const name = { parts: ['slow'], extension: 'png' };
  const work = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const stops: AbortSignal[] = [];
  const make = (stop: AbortSignal) => {
    stops.push(stop);
    return work.promise;
  };
  const people = [new AbortController(), new AbortController(), new AbortController()];
  const asked = people.map((person) => cache.through(id, name, make, person.signal));
  const ends = Promise.allSettled(asked);
  await expect.poll(() => stops.length).toBe(1);
  people[0]?.abort();
  people[1]?.abort();
  await expect(asked[0]).rejects.toThrow();
  expect(stops[0]?.aborted).toBe(false);
  people[2]?.abort();
  await ends;
  expect([stops.length, stops[0]?.aborted]).toEqual([1, true]);
});

test('a disk that fails costs time and no answer', async () => {
  await using opened = await openTestStudio(open);
  const { folder, cache, made, get } = await smallCache(opened.studio, 1000);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'no folder');
  await get(newId(), 'a');
  await get(newId(), 'b');
  expect(made).toEqual(['a', 'b']);
  await cache.forget(newId());
});
