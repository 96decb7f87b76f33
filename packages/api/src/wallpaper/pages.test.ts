import { newId, wallpapers } from '@easel/db';
import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStudio, type Studio } from '../compose.ts';
import { ANY_PICTURE, addUser, openTestStudio } from '../testing.ts';
import { listWallpapers } from './list.ts';
import { scoreAtBirth } from './score.ts';

/** Few moments, so that many pictures share one and the id has to decide. */
const MOMENTS = 12;

function picture(creatorId: string, moment: number) {
  const createdAt = new Date(Date.UTC(2026, 5, 1) + moment * 1000);
  return {
    id: newId(),
    creatorId,
    ...ANY_PICTURE,
    score: scoreAtBirth(createdAt),
    createdAt,
  };
}

/** Pictures that come, anywhere in the order, and go again, on a connection of its own, until `done`. */
async function comeAndGo(
  studio: Studio,
  creatorId: string,
  moments: number[],
  done: AbortSignal,
): Promise<number> {
  let changes = 0;
  const there: string[] = [];
  for (let n = 0; !done.aborted; n += 1) {
    const rows = moments.map((moment) => picture(creatorId, (moment + n) % MOMENTS));
    await studio.db.insert(wallpapers).values(rows);
    there.push(...rows.map(({ id }) => id));
    // Some stay for a while: they are on a page and gone from the next.
    const gone = there.splice(0, Math.max(0, there.length - 3 * moments.length));
    if (n % 3 === 0) await studio.db.delete(wallpapers).where(inArray(wallpapers.id, gone));
    else if (n % 3 === 1)
      await studio.db
        .update(wallpapers)
        .set({ deletedAt: new Date() })
        .where(inArray(wallpapers.id, gone));
    else
      await studio.db
        .update(wallpapers)
        .set({ visibility: 'private' })
        .where(inArray(wallpapers.id, gone));
    changes += 1;
  }
  return changes;
}

test('whoever walks all pages while others write sees no picture twice and misses none that was there before and after', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, lin] = [await addUser(studio), await addUser(studio, 'Lin')];
  const others = [openStudio(opened.config), openStudio(opened.config)];
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(MOMENTS - 1), { minLength: 20, maxLength: 60 }),
        fc.array(fc.nat(MOMENTS - 1), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('newest' as const, 'popular' as const),
        fc.constantFrom({}, { query: 'lake' }, { orientation: 'square' as const }),
        async (moments, coming, limit, sort, narrowing) => {
          await studio.db.delete(wallpapers);
          const old = moments.map((moment) => picture(ada.id, moment));
          await studio.db.insert(wallpapers).values(old);
          const walked = new AbortController();
          const writing = others.map((other) =>
            comeAndGo(other, lin.id, coming, walked.signal).finally(() => walked.abort()),
          );
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await listWallpapers(studio, { limit, sort, cursor, ...narrowing });
            seen.push(...page.items.map(({ id }) => id));
            cursor = page.nextCursor ?? undefined;
          } while (cursor && !walked.signal.aborted);
          walked.abort();
          const changes = await Promise.all(writing);
          expect(Math.min(...changes)).toBeGreaterThan(0);
          expect(new Set(seen).size).toBe(seen.length);
          const order = old.toSorted((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1));
          const ids = order.map(({ id }) => id);
          expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
        },
      ),
      { numRuns: 6 },
    );
  } finally {
    await Promise.all(others.map((other) => other.close()));
  }
});
