import { counters, derivatives, garbage, wallpapers } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import type { Visibility } from '../contract.ts';
import { createGeneration } from '../generation/create.ts';
import {
  addUser,
  openTestStudio,
  paintSmall,
  smallPicture,
  workOff,
  workshopWith,
} from '../testing.ts';
import type { User } from '../viewer.ts';
import { publicCount } from './counters.ts';
import { deriveFiles } from './derive.ts';
import { downloadName, downloadWallpaper } from './download.ts';
import { focusWallpaper } from './focus.ts';
import { collectGarbage } from './garbage.ts';
import { getWallpaper } from './get.ts';
import { likeWallpaper, unlikeWallpaper } from './like.ts';
import { listLiked, listMine, listWallpapers } from './list.ts';
import { findMedia, openMedia } from './media.ts';
import { publishWallpaper } from './publish.ts';
import { relatedWallpapers } from './related.ts';
import { deleteWallpaper, purgeDeleted, restoreWallpaper } from './remove.ts';

const signal = AbortSignal.timeout(60_000);

async function paint(
  studio: Studio,
  viewer: User,
  prompt: string,
  visibility: Visibility = 'public',
) {
  const { id } = await createGeneration(studio, viewer, { prompt, visibility }, 'test-request');
  await workOff(workshopWith(studio, paintSmall));
  return id;
}

const gallery = async (studio: Studio, input: Partial<Parameters<typeof listWallpapers>[1]> = {}) =>
  (await listWallpapers(studio, { limit: 60, sort: 'newest', ...input })).items.map(
    ({ prompt }) => prompt,
  );

const open = { GENERATIONS_PER_DAY: '1000', GENERATIONS_IN_FLIGHT: '100' };

test('pages follow one another without a gap or a repeat, in both orders, while others add and delete', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const old: string[] = [];
  for (let n = 0; n < 12; n += 1) old.push(await paint(studio, ada, `picture ${n}`));
  for (const sort of ['newest', 'popular'] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listWallpapers(studio, { limit: 5, sort, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await deleteWallpaper(studio, ada, await paint(studio, ada, 'in between'));
      await paint(studio, ada, 'a newer one');
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(old));
  }
});

test('a cursor that was forged, or made for the other order, is refused', async () => {
  await using opened = await openTestStudio();
  const id = '0198c5b2-7d3a-7000-8000-00000000beef';
  const cases: ['newest' | 'popular', string][] = [
    ['newest', ''],
    ['newest', "time|2026-01-01T00:00:00.000Z|'; drop table users --"],
    ['newest', `time|2024-02-30T00:00:00.000Z|${id}`],
    ['newest', `time|0000-01-01T00:00:00.000Z|${id}`],
    ['newest', `score|1|${id}`],
    ['popular', `time|2026-01-01T00:00:00.000Z|${id}`],
    ['popular', `score|1e999|${id}`],
    ['popular', `score|1e-999|${id}`],
    ['popular', `score|NaN|${id}`],
  ];
  for (const [sort, text] of cases) {
    const cursor = Buffer.from(text).toString('base64url');
    await expect(
      listWallpapers(opened.studio, { limit: 5, sort, cursor }),
      text,
    ).rejects.toMatchObject({
      reason: 'INPUT_INVALID',
    });
  }
});

test('the search finds whole words and any part of a Chinese run, needs all of them, and takes nothing for syntax', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const lake = 'A Misty lake, at DAWN';
  const forest = 'misty forest with a lake behind it';
  const mountain = '薄雾笼罩的雪山与湖泊，日出时分';
  for (const prompt of [lake, forest, mountain]) await paint(studio, ada, prompt);
  expect(await gallery(studio, { query: 'misty LAKE' })).toEqual([forest, lake]);
  expect(await gallery(studio, { query: '"misty lake"' })).toEqual([lake]);
  expect(await gallery(studio, { query: 'mist' })).toEqual([]);
  for (const query of ['雪山', '雪', '笼罩的雪山', '湖泊 日出'])
    expect(await gallery(studio, { query }), query).toEqual([mountain]);
  expect(await gallery(studio, { query: '山雪' })).toEqual([]);
  expect(
    await gallery(studio, { query: '雪山日出' }),
    'both pairs are there, the run is not',
  ).toEqual([]);
  for (const query of [
    "'",
    '%',
    '_',
    '\\',
    '"',
    '""',
    '!&|',
    "lake'); drop table wallpapers; --",
    '   ',
  ])
    expect(await gallery(studio, { query }), query).toEqual([]);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (query) => {
      if (!query.includes('\0')) await gallery(studio, { query });
    }),
    { numRuns: 200 },
  );
});

test('filters narrow the gallery: orientation, colour, model, creator, and what fits a screen', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  await paint(studio, ada, 'wide');
  await studio.db.update(wallpapers).set({ palette: ['red'] });
  const tall = await paint(studio, lin, 'tall');
  await studio.db
    .update(wallpapers)
    .set({ width: 1290, height: 2796, palette: ['teal'], model: 'other' })
    .where(eq(wallpapers.id, tall));
  expect(await gallery(studio, { orientation: 'portrait' })).toEqual(['tall']);
  expect(await gallery(studio, { orientation: 'landscape' })).toEqual(['wide']);
  expect(await gallery(studio, { color: 'teal' })).toEqual(['tall']);
  expect(await gallery(studio, { model: 'painter' })).toEqual(['wide']);
  expect(await gallery(studio, { creatorId: lin.id })).toEqual(['tall']);
  expect(await gallery(studio, { fits: '1170x2532' })).toEqual(['tall']);
  expect(await gallery(studio, { fits: '2560x1600' })).toEqual(['wide']);
  expect(await gallery(studio, { fits: '1170x2532,2560x1600' })).toEqual(['tall', 'wide']);
  expect(await gallery(studio, { fits: '1000x1000,2560x1600' })).toEqual(['wide']);
  expect(await gallery(studio, { fits: '2560x1600', creatorId: lin.id })).toEqual([]);
});

test("a private wallpaper is nobody else's, in no list and at no address, and its files move when it is hidden", async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const id = await paint(studio, ada, 'mine');
  const shown = (await getWallpaper(studio, lin, id)).image.src.replace('/media/', '');
  expect((await findMedia(studio, null, shown)).private).toBe(false);

  const hidden = await publishWallpaper(studio, ada, { id, visibility: 'private' });
  expect(hidden).toMatchObject({ visibility: 'private', mine: true });
  await expect(getWallpaper(studio, lin, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  await expect(relatedWallpapers(studio, lin, { id, limit: 5 })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
  await expect(likeWallpaper(studio, lin, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  await expect(publishWallpaper(studio, lin, { id, visibility: 'public' })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
  await expect(deleteWallpaper(studio, lin, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  await expect(downloadWallpaper(studio, lin, id, {}, signal)).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
  expect(await gallery(studio)).toEqual([]);
  expect(await publicCount(studio.db)).toBe(0);
  const address = hidden.image.src.replace('/media/', '');
  expect(address).toMatch(/^private\//);
  for (const path of [shown, address])
    for (const viewer of [null, lin])
      await expect(findMedia(studio, viewer, path)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  const media = await findMedia(studio, ada, address);
  expect(media.private).toBe(true);
  const { body } = {
    body: await openMedia(studio, media, { range: { start: 0, end: 3 }, signal }),
  };
  expect(await new Response(body).text()).toBe('RIFF');

  await publishWallpaper(studio, ada, { id, visibility: 'public' });
  expect(await gallery(studio)).toEqual(['mine']);
  expect(await publicCount(studio.db, ada.id)).toBe(1);
  expect(await studio.db.select().from(garbage)).toEqual([]);
});

test('a move that a crash cut leaves no public copy of a private picture behind', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const id = await paint(studio, ada, 'secret', 'private');
  const cut: Studio = {
    ...studio,
    store: {
      ...studio.store,
      copy: async (from, to) => {
        await studio.store.copy(from, to);
        throw new Error('the process dies here');
      },
    },
  };
  await expect(publishWallpaper(cut, ada, { id, visibility: 'public' })).rejects.toThrow();
  const objects = async (place: string) =>
    (await Array.fromAsync(studio.store.list(`${place}/${id}/`))).length;
  expect(await objects('public')).toBe(1);
  expect(await collectGarbage(studio), 'it may still be somebody at work').toBe(0);
  await studio.db.update(garbage).set({ dueAt: sql`now()` });
  expect(await collectGarbage(studio)).toBe(1);
  expect([await objects('public'), await objects('private')]).toEqual([0, 2]);
  expect((await getWallpaper(studio, ada, id)).visibility).toBe('private');
});

test('a deleted wallpaper is gone at once, comes back when restored, and after 30 days every byte goes', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const id = await paint(studio, ada, 'fleeting');
  await deriveFiles(studio, id, signal);
  await deleteWallpaper(studio, ada, id);
  await expect(deleteWallpaper(studio, ada, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  expect(await gallery(studio)).toEqual([]);
  expect(await publicCount(studio.db)).toBe(0);
  expect((await listMine(studio, ada, { limit: 5, deleted: true })).items).toHaveLength(1);
  expect(await Array.fromAsync(studio.store.list(`public/${id}/`))).toEqual([]);
  await restoreWallpaper(studio, ada, id);
  expect(await gallery(studio)).toEqual(['fleeting']);
  expect(await publicCount(studio.db)).toBe(1);

  await deleteWallpaper(studio, ada, id);
  expect(await purgeDeleted(studio.db)).toBe(0);
  await studio.db.update(wallpapers).set({ deletedAt: sql`now() - interval '31 days'` });
  await expect(restoreWallpaper(studio, ada, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  expect(await purgeDeleted(studio.db)).toBe(1);
  await collectGarbage(studio);
  expect(await studio.db.$count(wallpapers)).toBe(0);
  for (const place of ['public/', 'private/'])
    expect(await Array.fromAsync(studio.store.list(place))).toEqual([]);
});

test('likes are counted once a person, and lift a picture in the popular order', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const first = await paint(studio, ada, 'first');
  await paint(studio, ada, 'second');
  expect(await gallery(studio, { sort: 'popular' })).toEqual(['second', 'first']);
  await Promise.all(Array.from({ length: 10 }, () => likeWallpaper(studio, lin, first)));
  expect(await likeWallpaper(studio, ada, first)).toMatchObject({ liked: true, likeCount: 2 });
  expect(await gallery(studio, { sort: 'popular' })).toEqual(['first', 'second']);
  expect((await getWallpaper(studio, lin, first)).liked).toBe(true);
  expect((await listLiked(studio, lin, { limit: 5 })).items).toHaveLength(1);
  await unlikeWallpaper(studio, lin, first);
  expect(await unlikeWallpaper(studio, lin, first)).toMatchObject({ liked: false, likeCount: 1 });
});

test("the queue's files join the srcset, smallest first, and making them again changes nothing", async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const id = await paint(studio, ada, 'files');
  await deriveFiles(studio, id, signal);
  const { image } = await getWallpaper(studio, ada, id);
  const kinds = (srcSet: string) => srcSet.match(/\.\w+ \d+w/g);
  expect(kinds(image.srcSet)).toEqual(['.webp 480w', '.webp 640w']);
  expect(kinds(image.avifSrcSet)).toEqual(['.avif 480w', '.webp 640w']);
  const before = await studio.db.select().from(derivatives);
  await deriveFiles(studio, id, signal);
  expect(await studio.db.select().from(derivatives)).toEqual(before);
});

test('a download is the original byte for byte, or exactly the size asked for', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const id = await paint(studio, ada, 'keep me');
  const whole = await downloadWallpaper(studio, ada, id, {}, signal);
  expect(new Uint8Array(await new Response(whole.body).arrayBuffer())).toEqual(
    await smallPicture('keep me'),
  );
  expect(whole.fileName).toBe('keep-me-640x400.png');
  const phone = await downloadWallpaper(
    studio,
    ada,
    id,
    { width: 390, height: 844, format: 'webp' },
    signal,
  );
  expect(phone).toMatchObject({ contentType: 'image/webp', fileName: 'keep-me-390x844.webp' });
});

test('a file name keeps letters of every script and nothing that a system refuses', () => {
  expect(downloadName('  雪山/与\\湖泊: "日出"? ', 10, 20, 'jpg')).toBe(
    '雪山-与-湖泊-日出-10x20.jpg',
  );
  expect(downloadName('../../etc/passwd\r\nX: y', 10, 20, 'png')).toBe('etc-passwd-X-y-10x20.png');
  expect(downloadName('!!!', 1, 2, 'png')).toBe('wallpaper-1x2.png');
});

test('counters say what a count would say, after any sequence of changes', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const ids = [
    await paint(studio, ada, 'a'),
    await paint(studio, ada, 'b', 'private'),
    await paint(studio, ada, 'c'),
  ];
  const change = fc.record({
    id: fc.constantFrom(...ids),
    act: fc.constantFrom('public', 'private', 'delete', 'restore'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
      await Promise.allSettled(
        changes.map(({ id, act }) => {
          if (act === 'delete') return deleteWallpaper(studio, ada, id);
          if (act === 'restore') return restoreWallpaper(studio, ada, id);
          return publishWallpaper(studio, ada, {
            id,
            visibility: act === 'public' ? 'public' : 'private',
          });
        }),
      );
      const counted = await studio.db.$count(
        wallpapers,
        sql`visibility = 'public' and deleted_at is null`,
      );
      for (const { value } of await studio.db.select().from(counters)) expect(value).toBe(counted);
      expect((await gallery(studio)).length).toBe(counted);
      for (const id of ids) {
        const files = await studio.db
          .select()
          .from(derivatives)
          .where(eq(derivatives.wallpaperId, id));
        for (const { key } of files)
          expect(await studio.store.head(key as `public/${string}`)).toBeTruthy();
      }
    }),
    { numRuns: 15 },
  );
});

test('each person has a middle of their own in a wallpaper, and the last one said counts', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, bob] = [await addUser(studio), await addUser(studio, 'Bob')];
  await paint(studio, ada, 'a lake');
  const [card] = (await listMine(studio, ada, { limit: 1, deleted: false })).items;
  const id = card?.id ?? '';
  expect((await getWallpaper(studio, ada, id)).focus).toBeNull();
  await focusWallpaper(studio, ada, { id, x: 0.25, y: 0 });
  await focusWallpaper(studio, ada, { id, x: 0.75, y: 1 });
  expect((await getWallpaper(studio, ada, id)).focus).toEqual({ x: 0.75, y: 1 });
  expect((await getWallpaper(studio, bob, id)).focus).toBeNull();
  await publishWallpaper(studio, ada, { id, visibility: 'private' });
  await expect(focusWallpaper(studio, bob, { id, x: 0, y: 0 })).rejects.toThrow('NOT_FOUND');
});
