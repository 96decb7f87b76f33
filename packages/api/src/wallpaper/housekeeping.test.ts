import { type Db, derivatives, garbage, generations, newId, wallpapers } from '@easel/db';
import { type Key, objectKey, type Store } from '@easel/storage';
import { eq, inArray, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { cancelGeneration } from '../generation/cancel.ts';
import { createGeneration } from '../generation/create.ts';
import { addUser, openTestStudio, paintSmall, workOff, workshopWith } from '../testing.ts';
import type { User } from '../viewer.ts';
import { type Backfill, backfillFiles } from './backfill.ts';
import { publicCount } from './counters.ts';
import { deriveFiles } from './derive.ts';
import { collectGarbage, markGarbage } from './garbage.ts';
import { getWallpaper } from './get.ts';
import { findMedia, getMedia } from './media.ts';
import { sweepOrphans } from './orphans.ts';
import { publishWallpaper } from './publish.ts';
import { removeForGood } from './remove.ts';

const open = { GENERATIONS_PER_DAY: '1000', GENERATIONS_IN_FLIGHT: '100' };
const PNG = { contentType: 'image/png' };
const signal = AbortSignal.timeout(60_000);

async function paint(studio: Studio, viewer: User, prompts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const prompt of prompts)
    ids.push((await createGeneration(studio, viewer, { prompt, visibility: 'public' }, 'test')).id);
  await workOff(workshopWith(studio, paintSmall));
  return ids;
}

const keysOf = async (studio: Studio) =>
  (await Array.fromAsync(studio.store.list(''))).map(({ key }) => key);

/** The same store, in which everything is two days older. */
function aged(store: Store): Store {
  return {
    ...store,
    async *list(prefix) {
      for await (const object of store.list(prefix))
        yield { ...object, modifiedAt: new Date(object.modifiedAt.getTime() - 2 * 24 * 3_600_000) };
    },
  };
}

async function sweep(studio: Studio, remove: boolean) {
  const orphans: Key[] = [];
  const report = await sweepOrphans(studio, { remove, signal, found: (key) => orphans.push(key) });
  return { ...report, orphans };
}

test('a backfill makes what is missing, can be cut off and run again, and then finds nothing to do', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const ids = await paint(studio, ada, ['a', 'b', 'c', 'd', 'e', 'f']);
  const stop = new AbortController();
  const cut = backfillFiles(studio, stop.signal, ({ done }) => done >= 2 && stop.abort());
  await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
  const halfway = await studio.db.$count(derivatives);
  expect(halfway).toBeLessThan(18);

  const seen: Backfill[] = [];
  const whole = await backfillFiles(studio, signal, (progress) => seen.push({ ...progress }));
  expect(whole).toEqual({ done: 6, all: 6, made: 18 - halfway, failed: [] });
  expect(seen.at(-1)).toEqual(whole);
  // 480 and full as WebP, 480 as AVIF: the pictures are 640 wide.
  expect(await studio.db.$count(derivatives)).toBe(18);
  expect(await backfillFiles(studio, signal, () => {})).toMatchObject({ made: 0, done: 6 });
  const { image } = await getWallpaper(studio, ada, ids[0] ?? '');
  expect(image.srcSet.match(/ \d+w/g)).toEqual([' 480w', ' 640w']);
});

test('a backfill names the pictures whose original is gone and goes on', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [lost = '', kept = ''] = await paint(studio, await addUser(studio), ['lost', 'kept']);
  const [row] = await studio.db.select().from(wallpapers).where(eq(wallpapers.id, lost));
  await studio.store.delete(row ? [row.originalKey] : []);
  expect(await backfillFiles(studio, signal, () => {})).toMatchObject({ failed: [lost], made: 2 });
  expect(await studio.db.$count(derivatives, eq(derivatives.wallpaperId, kept))).toBe(3);
});

test('a sweep finds what nothing refers to, says so first, and removes it when it is told to', async () => {
  await using opened = await openTestStudio(open);
  const studio = { ...opened.studio, store: aged(opened.studio.store) };
  await paint(studio, await addUser(studio), ['kept']);
  const kept = await keysOf(studio);
  const bytes = new Uint8Array(100);
  const strays = [newId(), newId()].map((id) => objectKey('private', id, bytes, 'png'));
  const foreign = 'public/logo/of-somebody.png';
  for (const key of [...strays, foreign] as Key[]) await studio.store.put(key, bytes, PNG);

  const found = { orphans: strays.toSorted(), bytes: 200, young: 0, foreign: 1, objects: 5 };
  expect(await sweep(studio, false)).toEqual(found);
  expect(await keysOf(studio)).toHaveLength(5);
  expect(await sweep(studio, true)).toEqual(found);
  expect(await keysOf(studio)).toEqual([...kept, foreign].toSorted());
  expect(await sweep(studio, true)).toMatchObject({ orphans: [], foreign: 1 });
});

test('a sweep leaves what is younger than a day, marked as garbage, or in the making', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const bytes = new Uint8Array(100);
  const making = await createGeneration(studio, ada, { prompt: 'x', visibility: 'public' }, 'test');
  const stray = (id: string) => objectKey('public', id, bytes, 'png');
  const [marked, locked] = [newId(), newId()];
  for (const id of [making.id, marked, locked]) await studio.store.put(stray(id), bytes, PNG);
  expect(await sweep(studio, true)).toMatchObject({ orphans: [], young: 3 });

  const old = { ...studio, store: aged(studio.store) };
  await markGarbage(studio.db, marked, [stray(marked)], 'later');
  await studio.store.delete([stray(locked)]);
  expect(await sweep(old, true)).toMatchObject({ orphans: [], young: 1 });
  await studio.store.delete([stray(making.id)]);

  // Somebody is moving a picture: its row is locked, and a file of it has no row yet.
  const [id = ''] = await paint(studio, ada, ['moving']);
  await studio.store.put(stray(id), bytes, PNG);
  await studio.db.transaction(async (tx) => {
    await tx.select().from(wallpapers).where(eq(wallpapers.id, id)).for('update');
    expect(await sweep(old, true)).toMatchObject({ orphans: [], young: 1 });
  });
  expect(await sweep(old, true)).toMatchObject({ orphans: [stray(id)] });
});

test('a picture made private leaves its old addresses also while files of it are being made', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const [id = ''] = await paint(studio, ada, ['shown']);
  const waitersOf = async () => {
    const [row] = await studio.db.execute<{ n: number }>(
      sql`select count(*)::int n from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return row?.n;
  };

  // Between the move and its clearing up somebody else takes the picture.
  const moved = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  let begun = 0;
  const transaction: Db['transaction'] = async (work, config) => {
    begun += 1;
    if (begun === 2) {
      moved.resolve();
      await taken.promise;
    }
    return studio.db.transaction(work, config);
  };
  const db: Db = Object.create(studio.db, { transaction: { value: transaction } });
  const hiding = publishWallpaper({ ...studio, db }, ada, { id, visibility: 'private' });
  await moved.promise;
  await studio.db.transaction(async (tx) => {
    await tx.select().from(wallpapers).where(eq(wallpapers.id, id)).for('update');
    taken.resolve();
    await expect.poll(waitersOf).toBe(1);
  });
  await hiding;
  expect((await keysOf(studio)).filter((key) => key.startsWith('public/'))).toEqual([]);
  expect(await studio.db.$count(garbage)).toBe(0);
});

test('garbage of a generation that is under way waits, and what a row points to is never taken', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const [id = ''] = await paint(studio, ada, ['kept']);
  const keys = await keysOf(studio);
  await markGarbage(studio.db, id, keys, 'now');
  await studio.db.update(generations).set({ status: 'storing' });
  expect(await collectGarbage(studio)).toBe(0);
  expect(await studio.db.$count(garbage)).toBe(keys.length);
  await studio.db.update(generations).set({ status: 'succeeded' });
  await studio.db.update(garbage).set({ dueAt: sql`now()` });
  expect(await collectGarbage(studio)).toBe(0);
  expect(await studio.db.$count(garbage)).toBe(0);
  expect(await keysOf(studio)).toEqual(keys);
});

test('what a move could not delete is gone from its public address with the next sweep', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const [id = ''] = await paint(studio, ada, ['hidden']);
  const cut: Studio = {
    ...studio,
    store: {
      ...studio.store,
      delete: async () => {
        throw new Error('the process dies here');
      },
    },
  };
  expect(await publishWallpaper(cut, ada, { id, visibility: 'private' })).toMatchObject({
    visibility: 'private',
  });
  const shown = async () => Array.fromAsync(studio.store.list(`public/${id}/`));
  expect(await shown()).toHaveLength(1);
  expect(await collectGarbage(studio)).toBe(1);
  expect(await shown()).toEqual([]);
});

/** The studio on a machine that dies right after it has put an object of that kind. */
function dyingAfter(studio: Studio, kind: RegExp): Studio {
  return {
    ...studio,
    store: {
      ...studio.store,
      async put(key, body, options) {
        await studio.store.put(key, body, options);
        if (kind.test(key)) throw new Error('the process dies here');
      },
    },
  };
}

async function collectAll(studio: Studio): Promise<void> {
  await studio.db.update(garbage).set({ dueAt: sql`now()` });
  await collectGarbage(studio);
}

test('a file whose maker died before its row was written does not stay when the picture is hidden', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const [id = ''] = await paint(studio, ada, ['hidden']);
  await expect(deriveFiles(dyingAfter(studio, /avif$/), id, signal)).rejects.toThrow('dies');
  await publishWallpaper(studio, ada, { id, visibility: 'private' });
  await deriveFiles(studio, id, signal);
  await collectAll(studio);
  expect(await Array.fromAsync(studio.store.list(`public/${id}/`))).toEqual([]);
  expect(await Array.fromAsync(studio.store.list(`private/${id}/`))).toHaveLength(4);
  expect(await studio.db.$count(garbage)).toBe(0);
});

test('of a picture whose worker died before its row was written nothing stays when it is canceled', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const ada = await addUser(studio);
  const input = { prompt: 'cut', visibility: 'public' as const };
  const { id } = await createGeneration(studio, ada, input, 'test');
  const dying = workshopWith(dyingAfter(studio, /^public/), paintSmall);
  await expect(workOff(dying)).rejects.toThrow('dies');
  // Until the generation has ended, another worker may take over.
  await collectAll(studio);
  expect(await keysOf(studio)).toHaveLength(2);
  await cancelGeneration(studio, ada, id);
  await collectAll(studio);
  expect(await keysOf(studio)).toEqual([]);
});

test('removing for good takes rows, numbers and every byte, whoever owns them', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const gone = await paint(studio, ada, ['a', 'b']);
  const [kept = ''] = await paint(studio, lin, ['c']);
  await backfillFiles(studio, signal, () => {});
  // Whoever was making another file of one of them has died.
  const [id = ''] = gone;
  const stray = objectKey('public', id, new Uint8Array(100), 'avif');
  await markGarbage(studio.db, id, [stray], 'later');
  await studio.store.put(stray, new Uint8Array(100), { contentType: 'image/avif' });
  await studio.db.transaction((tx) => removeForGood(tx, gone));
  expect(await studio.db.$count(wallpapers, inArray(wallpapers.id, gone))).toBe(0);
  expect([await publicCount(studio.db), await publicCount(studio.db, ada.id)]).toEqual([1, 0]);
  expect(await collectGarbage(studio)).toBe(9);
  expect((await keysOf(studio)).every((key) => key.includes(kept))).toBe(true);
});

test('a lost file gives way to the next larger one, and is made again', async () => {
  await using opened = await openTestStudio(open);
  const { studio } = opened;
  const [id = ''] = await paint(studio, await addUser(studio), ['lost']);
  await backfillFiles(studio, signal, () => {});
  const files = await studio.db.select().from(derivatives).where(eq(derivatives.wallpaperId, id));
  const small = files.find(({ width, format }) => width === 480 && format === 'webp');
  const large = files.find(({ width }) => width === 640);
  if (!small || !large) return expect.unreachable();
  await studio.store.delete([small.key]);

  const shown = await getMedia(studio, null, small.key, signal);
  expect([shown.info.key, shown.standIn]).toEqual([large.key, true]);
  await shown.body.cancel();
  expect(await studio.queue.has('derive', id)).toBe(true);
  await deriveFiles(studio, id, signal);
  expect((await findMedia(studio, null, small.key)).standIn).toBe(false);

  await studio.store.delete(files.map(({ key }) => key));
  expect((await findMedia(studio, null, large.key)).info.size).toBeGreaterThan(0);
  const made = large.key.replace(/[\da-f]{64}/, '0'.repeat(64));
  await expect(findMedia(studio, null, made)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
});
