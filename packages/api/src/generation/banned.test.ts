import { answers, garbage, generations, quotas, users, wallpapers } from '@easel/db';
import { StorageError } from '@easel/storage';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { addUser, openTestStudio, paintSmall, workOff, workshopWith } from '../testing.ts';
import type { User } from '../viewer.ts';
import { publicCount } from '../wallpaper/counters.ts';
import { collectGarbage } from '../wallpaper/garbage.ts';
import { createGeneration } from './create.ts';
import { sweep } from './sweep.ts';

const ENV = { OPENAI_API_KEY: 'sk-test', OPENAI_IMAGE_MODELS: 'gpt-image-2' };

async function ban({ db }: Studio, { id }: User): Promise<void> {
  await db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, id));
}

async function expectNothingOf(studio: Studio, used: number): Promise<void> {
  const { db, store } = studio;
  const rows = await db.select().from(generations);
  expect(rows.map(({ status, reason }) => [status, reason])).toEqual([['canceled', 'CANCELED']]);
  expect(await db.$count(wallpapers)).toBe(0);
  expect(await publicCount(db)).toBe(0);
  expect(await db.$count(answers)).toBe(0);
  expect(await db.select().from(quotas)).toMatchObject([{ used, inFlight: 0 }]);
  await db.update(garbage).set({ dueAt: new Date(0) });
  await collectGarbage(studio);
  for (const place of ['public/', 'private/'])
    for await (const { key } of store.list(place)) expect(key).toBe('nothing');
}

const input = { prompt: 'a lake', visibility: 'public' } as const;

test('what waits when its owner is banned is never asked for, and costs them nothing', async () => {
  await using opened = await openTestStudio(ENV);
  const { studio } = opened;
  const mallory = await addUser(studio, 'Mallory');
  const { id } = await createGeneration(studio, mallory, input, 'test');
  await ban(studio, mallory);
  let calls = 0;
  const workshop = workshopWith(studio, (request) => {
    calls += 1;
    return paintSmall(request);
  });
  await workOff(workshop);
  expect(calls).toBe(0);
  await expectNothingOf(studio, 0);
  expect(await studio.queue.has('generation', id)).toBe(false);
});

test('what is painted when its owner is banned is never shown, and was paid for', async () => {
  await using opened = await openTestStudio(ENV);
  const { studio } = opened;
  const mallory = await addUser(studio, 'Mallory');
  await createGeneration(studio, mallory, input, 'test');
  const workshop = workshopWith(studio, async (request) => {
    await ban(studio, mallory);
    return await paintSmall(request);
  });
  await workOff(workshop);
  await expectNothingOf(studio, 1);
  await sweep(workshop);
  await workOff(workshop);
  await expectNothingOf(studio, 1);
});

test('what waits for the picture store when its owner is banned is let go of', async () => {
  await using opened = await openTestStudio(ENV);
  const { studio } = opened;
  const mallory = await addUser(studio, 'Mallory');
  await createGeneration(studio, mallory, input, 'test');
  const put = async () => {
    throw new StorageError('Unavailable', 'away');
  };
  const workshop = workshopWith(studio, paintSmall);
  await workOff({ ...workshop, store: { ...studio.store, put } });
  expect(await studio.db.$count(answers)).toBe(1);
  await ban(studio, mallory);
  await workOff(workshop);
  await expectNothingOf(studio, 1);
});
