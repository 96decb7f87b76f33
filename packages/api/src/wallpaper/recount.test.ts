import { counters, likes, wallpapers } from '@easel/db';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createGeneration } from '../generation/create.ts';
import { addUser, openTestStudio, paintSmall, workOff, workshopWith } from '../testing.ts';
import { likeWallpaper } from './like.ts';
import { recount } from './recount.ts';
import { relatedWallpapers } from './related.ts';
import { deleteWallpaper } from './remove.ts';

test('a recount finds nothing wrong after any use, and sets right what something else has broken', async () => {
  await using opened = await openTestStudio({ GENERATIONS_IN_FLIGHT: '100' });
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const ids: string[] = [];
  for (const prompt of ['a misty lake', 'a lake', 'a city'])
    ids.push((await createGeneration(studio, ada, { prompt, visibility: 'public' }, 'request')).id);
  await workOff(workshopWith(studio, paintSmall));
  const [first = '', second = '', third = ''] = ids;
  await likeWallpaper(studio, lin, first);
  await deleteWallpaper(studio, ada, third);
  expect(await recount(studio.db)).toEqual([]);

  await studio.db.update(counters).set({ value: 7 }).where(eq(counters.scope, 'all'));
  await studio.db.delete(counters).where(eq(counters.scope, ada.id));
  await studio.db.insert(counters).values({ scope: lin.id, value: 3 });
  await studio.db.update(wallpapers).set({ likeCount: 4 }).where(eq(wallpapers.id, second));
  await studio.db.delete(likes);
  const repairs = await recount(studio.db);
  expect(repairs).toHaveLength(5);
  expect(repairs).toEqual(
    expect.arrayContaining([
      { of: 'wallpapers', id: 'all', from: 7, to: 2 },
      { of: 'wallpapers', id: ada.id, from: 0, to: 2 },
      { of: 'wallpapers', id: lin.id, from: 3, to: 0 },
      { of: 'likes', id: first, from: 1, to: 0 },
      { of: 'likes', id: second, from: 4, to: 0 },
    ]),
  );
  expect(await recount(studio.db)).toEqual([]);
});

test('pictures that share the rarer words come first, then those that share a colour too, always in the same order', async () => {
  await using opened = await openTestStudio({ GENERATIONS_IN_FLIGHT: '100' });
  const { studio } = opened;
  const ada = await addUser(studio);
  const prompts = [
    'a misty mountain lake with a zeppelin',
    'a zeppelin over the desert',
    'a mountain at dusk',
    'a mountain in spring',
    'a mountain at noon',
    '薄雾笼罩的雪山与湖泊',
    'nothing like it',
  ];
  const ids: string[] = [];
  for (const prompt of prompts)
    ids.push((await createGeneration(studio, ada, { prompt, visibility: 'public' }, 'request')).id);
  await workOff(workshopWith(studio, paintSmall));
  await studio.db.update(wallpapers).set({ palette: ['red'] });
  await studio.db
    .update(wallpapers)
    .set({ palette: ['blue'] })
    .where(eq(wallpapers.prompt, prompts[3] ?? ''));
  const near = async () =>
    (await relatedWallpapers(studio, ada, { id: ids[0] ?? '', limit: 10 })).map(
      ({ prompt }) => prompt,
    );
  const found = await near();
  expect(found[0]).toBe(prompts[1]);
  expect(found.slice(1, 3).sort()).toEqual([prompts[2], prompts[4]].sort());
  expect(found[3]).toBe(prompts[3]);
  expect(found).toHaveLength(4);
  expect(await near()).toEqual(found);
});
