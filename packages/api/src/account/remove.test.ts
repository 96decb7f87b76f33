import {
  accounts,
  counters,
  garbage,
  generations,
  likes,
  sessions,
  users,
  wallpapers,
} from '@easel/db';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Studio, Workshop } from '../compose.ts';
import { createGeneration } from '../generation/create.ts';
import { runGeneration } from '../generation/run.ts';
import { sweep } from '../generation/sweep.ts';
import {
  addUser,
  openTestStudio,
  paintSmall,
  smallPicture,
  workOff,
  workshopWith,
} from '../testing.ts';
import type { User } from '../viewer.ts';
import { publicCount } from '../wallpaper/counters.ts';
import { deriveFiles } from '../wallpaper/derive.ts';
import { likeWallpaper } from '../wallpaper/like.ts';
import { listWallpapers } from '../wallpaper/list.ts';
import { deleteAccount } from './delete.ts';
import { getProfile } from './profile.ts';
import { removeAccount } from './remove.ts';
import { startLocalSession, startSession, viewerOfSession } from './sessions.ts';
import { uploadAvatar } from './upload-avatar.ts';

const { signal } = new AbortController();
const ENV = { GENERATIONS_IN_FLIGHT: '50', GENERATIONS_PER_DAY: '100' };

async function ask(studio: Studio, who: User, prompt: string, more: { remixOf?: string } = {}) {
  return createGeneration(studio, who, { prompt, visibility: 'public', ...more }, 'test');
}

/** A person with pictures, likes, an avatar, a session and a sign-in. */
async function settle(workshop: Workshop, name: string, pictures: number): Promise<User> {
  const user = await addUser(workshop, name);
  for (let n = 0; n < pictures; n += 1) await ask(workshop, user, `${name} ${n}`);
  await workOff(workshop);
  await uploadAvatar(workshop, user, await smallPicture(name), signal);
  await startSession(workshop.db, user.id, null);
  await workshop.db
    .insert(accounts)
    .values({ userId: user.id, type: 'oauth', provider: 'github', providerAccountId: user.id });
  return user;
}

async function everyObject(studio: Studio): Promise<string[]> {
  const keys: string[] = [];
  for (const place of ['public/', 'private/'])
    for await (const { key } of studio.store.list(place)) keys.push(key);
  return keys;
}

test('an account that ends is out of sight at once, and then gone to the last byte', async () => {
  await using opened = await openTestStudio(ENV);
  const workshop = workshopWith(opened.studio, paintSmall);
  const { db } = workshop;
  const [ada, bob] = [await settle(workshop, 'Ada', 3), await settle(workshop, 'Bob', 2)];
  const all = await db.select().from(wallpapers);
  const of = (user: User) => all.filter(({ creatorId }) => creatorId === user.id);
  const [adas, bobs] = [of(ada)[0], of(bob)[0]];
  if (!adas || !bobs) throw new Error('Nothing was painted.');
  await deriveFiles(workshop, adas.id, signal);
  await likeWallpaper(workshop, ada, bobs.id);
  await likeWallpaper(workshop, bob, adas.id);
  const remix = await ask(workshop, bob, 'a remix', { remixOf: adas.id });
  await workOff(workshop);
  const { sessionToken } = await startSession(db, ada.id, null);

  await deleteAccount(workshop, ada, { name: 'Ada' });
  expect(await viewerOfSession(workshop, sessionToken)).toBeNull();
  expect((await listWallpapers(workshop, { limit: 60, sort: 'newest' })).items).toHaveLength(3);
  expect(await publicCount(db)).toBe(3);
  expect(await getProfile(workshop, ada)).toMatchObject({ former: true, wallpaperCount: 0 });
  expect(await workshop.queue.has('removal', ada.id)).toBe(true);
  // Twice is the same as once, and the name that stands there now opens nothing.
  await deleteAccount(workshop, ada, {});
  const { sessionToken: other } = await startLocalSession(workshop, 'A former member', null);
  expect((await viewerOfSession(workshop, other))?.id).not.toBe(ada.id);

  await removeAccount(workshop, ada.id, signal);
  await removeAccount(workshop, ada.id, signal);
  await expect(getProfile(workshop, ada)).rejects.toThrow('NOT_FOUND');
  expect(await db.select().from(users).where(eq(users.id, ada.id))).toEqual([]);
  for (const [table, owner] of [
    [generations, generations.userId],
    [sessions, sessions.userId],
    [accounts, accounts.userId],
    [likes, likes.userId],
    [garbage, garbage.ownerId],
  ] as const)
    expect(await db.select().from(table).where(eq(owner, ada.id))).toEqual([]);
  const [after] = await db.select().from(wallpapers).where(eq(wallpapers.id, bobs.id));
  expect(after?.likeCount).toBe(0);
  const [survivor] = await db.select().from(wallpapers).where(eq(wallpapers.id, remix.id));
  expect(survivor).toMatchObject({ creatorId: bob.id, remixOf: null });
  expect(await db.select().from(counters).where(eq(counters.scope, ada.id))).toEqual([]);
  expect(await publicCount(db)).toBe(3);
  const left = await everyObject(workshop);
  const ids = [bob.id, remix.id, ...of(bob).map(({ id }) => id)];
  expect(left.filter((key) => !ids.includes(key.split('/')[1] ?? ''))).toEqual([]);
  // Two files a picture, and Bob's avatar.
  expect(left).toHaveLength(7);
});

test('what is being painted ends with the account, and nothing of it comes after', async () => {
  await using opened = await openTestStudio(ENV);
  const { studio } = opened;
  const begun = Promise.withResolvers<void>();
  const workshop = workshopWith(studio, ({ signal: painting }) => {
    begun.resolve();
    return new Promise((_, reject) => {
      painting.addEventListener('abort', () => reject(painting.reason));
    });
  });
  const ada = await addUser(studio);
  const [running, waiting] = [await ask(studio, ada, 'one'), await ask(studio, ada, 'two')];
  const work = runGeneration(workshop, running.id, signal);
  await begun.promise;
  await deleteAccount(studio, ada, {});
  await work;
  expect(await studio.queue.has('generation', waiting.id)).toBe(false);
  await removeAccount(studio, ada.id, signal);
  expect(await studio.db.select().from(generations)).toEqual([]);
  expect(await everyObject(studio)).toEqual([]);
});

test('a removal that is cut off anywhere is ended by the next try, with the books right', async () => {
  await using opened = await openTestStudio(ENV);
  const { studio } = opened;
  const workshop = workshopWith(studio, paintSmall);
  await settle(workshop, 'Bob', 1);
  const ada = await settle(workshop, 'Ada', 3);
  await deleteAccount(studio, ada, {});
  // The store is away in the middle: the rows are gone and the bytes are not.
  const cut = {
    ...studio,
    store: {
      ...studio.store,
      delete: async () => {
        throw new Error('cut off');
      },
    },
  };
  await expect(removeAccount(cut, ada.id, signal)).rejects.toThrow('cut off');
  await expect(removeAccount(cut, ada.id, signal)).rejects.toThrow();
  await Promise.all([removeAccount(studio, ada.id, signal), removeAccount(studio, ada.id, signal)]);
  expect(await studio.db.select().from(users).where(eq(users.id, ada.id))).toEqual([]);
  expect(await publicCount(studio.db)).toBe(1);
  await studio.db.update(garbage).set({ dueAt: new Date(0) });
  await sweep(studio);
  expect(await everyObject(studio)).toHaveLength(3);
});

test('an account ends for its own name only, and for ten requests at once only once', async () => {
  await using opened = await openTestStudio(ENV);
  const { studio } = opened;
  const workshop = workshopWith(studio, paintSmall);
  const ada = await settle(workshop, 'Ada', 2);
  await expect(deleteAccount(studio, ada, { name: 'Bob' })).rejects.toThrow('INPUT_INVALID');
  expect(await getProfile(studio, ada)).toMatchObject({ name: 'Ada', wallpaperCount: 2 });
  await Promise.all(Array.from({ length: 10 }, () => deleteAccount(studio, ada, {})));
  expect(await publicCount(studio.db)).toBe(0);
  await removeAccount(studio, ada.id, signal);
  expect(await studio.db.select().from(users)).toEqual([]);
});
