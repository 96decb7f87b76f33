import { rates } from '@easel/db';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStudio, type Studio } from './compose.ts';
import { sweep } from './generation/sweep.ts';
import { RATES, takeRate } from './rates.ts';
import { openTestStudio } from './testing.ts';

let opened: Awaited<ReturnType<typeof openTestStudio>>;
let studio: Studio;
beforeAll(async () => {
  opened = await openTestStudio();
  studio = opened.studio;
});
afterAll(() => opened[Symbol.asyncDispose]());
beforeEach(async () => {
  await studio.db.delete(rates);
});

const here = { address: '192.0.2.1' };
const { times, seconds } = RATES['sign-in'].address;

/** As if so many requests had been counted a moment ago. */
async function used(key: string, count: number, rate: { times: number; seconds: number }) {
  const usedUntil = sql`now() + make_interval(secs => ${(count * rate.seconds) / rate.times})`;
  await studio.db
    .insert(rates)
    .values({ key, usedUntil })
    .onConflictDoUpdate({ target: rates.key, set: { usedUntil } });
}

test('two processes that count at once let exactly the limit through', async () => {
  const other = openStudio(opened.config, { name: 'other' });
  const left = 5;
  await used('sign-in address 192.0.2.1', times - left, RATES['sign-in'].address);
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => takeRate(n % 2 ? studio : other, 'sign-in', here)),
  );
  await other.close();
  const passed = asked.filter(({ status }) => status === 'fulfilled').length;
  // One more is earned back for every second that the test takes.
  expect(passed).toBeGreaterThanOrEqual(left);
  expect(passed).toBeLessThanOrEqual(left + 3);
});

test('who is refused is told how long to wait, and refusals are not counted', async () => {
  await used('sign-in address 192.0.2.1', times + 10, RATES['sign-in'].address);
  for (let n = 0; n < 3; n++)
    await expect(takeRate(studio, 'sign-in', here)).rejects.toMatchObject({
      reason: 'RATE_LIMITED',
      facts: { retryAfter: Math.ceil((11 * seconds) / times) },
    });
  await takeRate(studio, 'sign-in', { address: '192.0.2.2' });
  await takeRate(studio, 'search', here);
});

test('a script counts for its token and for the person behind it', async () => {
  const ada = { id: 'ada', role: 'user' as const };
  const script = { ...ada, token: { id: 'one', scope: 'generate' as const } };
  const other = { ...ada, token: { id: 'two', scope: 'generate' as const } };
  await used('create token one', RATES.create.token.times + 1, RATES.create.token);
  const limited = { reason: 'RATE_LIMITED' };
  await expect(takeRate(studio, 'create', { viewer: script })).rejects.toMatchObject(limited);
  await takeRate(studio, 'create', { viewer: other });
  await used('create user ada', RATES.create.user.times + 1, RATES.create.user);
  await expect(takeRate(studio, 'create', { viewer: other })).rejects.toMatchObject(limited);
  await expect(takeRate(studio, 'create', { viewer: ada })).rejects.toMatchObject(limited);
});

test('what is earned back is forgotten, and who is not known is not counted', async () => {
  await used('create user ada', -1, RATES.create.user);
  await used('create user eve', 10, RATES.create.user);
  await takeRate(studio, 'search', {});
  await sweep(studio);
  expect(await studio.db.select({ key: rates.key }).from(rates)).toEqual([
    { key: 'create user eve' },
  ]);
});
