import { generations } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addUser, openTestStudio, paintSmall, workOff, workshopWith } from '../testing.ts';
import { createGeneration } from './create.ts';
import { usualTimes } from './usual-times.ts';

test('the usual time is the median of the latest pictures, and unsaid while there are too few', async () => {
  await using opened = await openTestStudio({ GENERATIONS_IN_FLIGHT: '50' });
  const { studio } = opened;
  const ada = await addUser(studio);
  const took = async (seconds: number) => {
    const asked = { prompt: 'a lake', visibility: 'private' } as const;
    const { id } = await createGeneration(studio, ada, asked, 'test');
    await workOff(workshopWith(studio, paintSmall));
    await studio.db
      .update(generations)
      .set({ updatedAt: sql`${generations.createdAt} + make_interval(secs => ${seconds})` })
      .where(eq(generations.id, id));
  };
  for (const seconds of [4, 30, 6, 8]) await took(seconds);
  // One that failed took no time that anyone waits for again.
  await createGeneration(studio, ada, { prompt: 'never', visibility: 'private' }, 'test');
  expect(await usualTimes(studio)).toEqual({});
  await took(5);
  expect(await usualTimes(studio)).toEqual({ painter: 6 });
});
