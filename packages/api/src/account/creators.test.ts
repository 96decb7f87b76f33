import { newId, users, wallpapers } from '@easel/db';
import { expect, test } from 'vitest';
import { ANY_PICTURE, openTestStudio } from '../testing.ts';
import { recount } from '../wallpaper/recount.ts';
import { creatorParts, listCreators } from './creators.ts';

test('everyone who shows something is in exactly one part, with the newest of what they show, and nobody else is', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ids = Array.from({ length: 12 }, newId).sort();
  await studio.db.insert(users).values(ids.map((id) => ({ id, name: 'Ada' })));
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));
  const made = (creatorId: string, createdAt: Date, shown: object = {}) => ({
    creatorId,
    ...ANY_PICTURE,
    score: 0,
    createdAt,
    ...shown,
  });
  const [nothing = '', hidden = '', deleted = '', ...shown] = ids;
  await studio.db
    .insert(wallpapers)
    .values([
      made(hidden, day(9), { visibility: 'private' }),
      made(deleted, day(9), { deletedAt: day(10) }),
      ...shown.flatMap((id, n) => [
        made(id, day(n + 1)),
        made(id, day(1)),
        made(id, day(20), { visibility: 'private' }),
      ]),
    ]);
  await recount(studio.db);

  const parts = await creatorParts(studio, { size: 4 });
  expect(parts).toEqual([shown[0], shown[4], shown[8]]);
  const read = await Promise.all(parts.map((from) => listCreators(studio, { from, limit: 4 })));
  expect(read.flat()).toEqual(shown.map((id, n) => ({ id, newest: day(n + 1) })));
  expect(await listCreators(studio, { from: nothing, limit: 2 })).toEqual(read[0]?.slice(0, 2));
});
