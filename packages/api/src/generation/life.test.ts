import { PaintError } from '@easel/ai';
import { answers, generations, quotas, wallpapers } from '@easel/db';
import { StorageError } from '@easel/storage';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Workshop } from '../compose.ts';
import { hasEnded, STATUSES, type Status } from '../contract.ts';
import { addUser, openTestStudio, paintSmall, workshopWith } from '../testing.ts';
import { publicCount } from '../wallpaper/counters.ts';
import { cancelGeneration } from './cancel.ts';
import { createGeneration } from './create.ts';
import { retryGeneration } from './retry.ts';
import { runGeneration } from './run.ts';
import { statesBefore } from './states.ts';
import { transition } from './transition.ts';

test('only the table of states decides where a generation may go', async () => {
  await using opened = await openTestStudio({
    GENERATIONS_IN_FLIGHT: '100',
    GENERATIONS_PER_DAY: '100',
  });
  const { studio } = opened;
  const ada = await addUser(studio);
  const input = { prompt: 'p', visibility: 'public' } as const;
  const { id } = await createGeneration(studio, ada, input, 'test');
  for (const from of STATUSES)
    for (const to of STATUSES) {
      await studio.db
        .update(generations)
        .set({ status: from, version: 7 })
        .where(eq(generations.id, id));
      const moved = await transition(studio.db, id, to);
      const [row] = await studio.db.select().from(generations).where(eq(generations.id, id));
      const legal = statesBefore(to).includes(from);
      expect([from, to, moved !== null]).toEqual([from, to, legal]);
      expect(row).toMatchObject({ status: legal ? to : from, version: legal ? 8 : 7 });
    }
});

type Step = { who: number; act: 'work' | 'cancel' | 'retry' | 'later'; goes: Outcome };
const OUTCOMES = [
  'well',
  'rejected',
  'busy',
  'broken',
  'no picture',
  'crash',
  'store away',
  'store crash',
] as const;
type Outcome = (typeof OUTCOMES)[number];

function workshopThat(base: Workshop, goes: Outcome, calls: { count: number }): Workshop {
  const paint: Parameters<typeof workshopWith>[1] = async (request) => {
    calls.count += 1;
    if (goes === 'rejected') throw new PaintError('PROMPT_REJECTED', 'no');
    if (goes === 'busy') throw new PaintError('UPSTREAM_RATE_LIMITED', 'busy', { retryable: true });
    if (goes === 'broken') throw new PaintError('UPSTREAM_AUTH', 'key');
    if (goes === 'crash') throw new Error('the process dies here');
    if (goes === 'no picture') return { picture: { kind: 'bytes', bytes: new Uint8Array(100) } };
    return paintSmall(request);
  };
  const put: Workshop['store']['put'] = async (...args) => {
    if (goes === 'store away') throw new StorageError('Unavailable', 'away');
    if (goes === 'store crash') throw new Error('the process dies here');
    return base.store.put(...args);
  };
  return { ...workshopWith(base, paint), store: { ...base.store, put } };
}

test('whatever order workers, people, crashes and the clock come in, states, allowance and books hold', {
  timeout: 120_000,
}, async () => {
  const step: fc.Arbitrary<Step> = fc.record({
    who: fc.nat(2),
    act: fc.constantFrom('work', 'work', 'work', 'cancel', 'retry', 'later'),
    goes: fc.constantFrom(...OUTCOMES),
  });
  await using opened = await openTestStudio({
    GENERATIONS_IN_FLIGHT: '100',
    GENERATIONS_PER_DAY: '1000',
  });
  const { studio } = opened;
  await studio.sql`create table history (id uuid, old status, new status, old_version int, new_version int)`;
  await studio.sql.unsafe(`
    create function remember() returns trigger language plpgsql as $$ begin
      insert into history values (new.id, old.status, new.status, old.version, new.version); return new; end $$;
    create trigger remember after update on generations for each row
      when (old.version is distinct from new.version) execute function remember();`);

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
      async (rounds) => {
        await studio.sql`truncate users, generations, answers, wallpapers, quotas, counters, history, pgboss.job cascade`;
        const ada = await addUser(studio);
        const input = { prompt: 'p', visibility: 'public' } as const;
        const ids: string[] = [];
        for (let n = 0; n < 3; n += 1)
          ids.push((await createGeneration(studio, ada, input, 'test')).id);
        const calls = { count: 0 };
        const base = workshopWith(studio, paintSmall);

        for (const round of rounds)
          await Promise.allSettled(
            round.map(async ({ who, act, goes }) => {
              const id = ids[who] ?? '';
              if (act === 'work')
                await runGeneration(
                  workshopThat(base, goes, calls),
                  id,
                  new AbortController().signal,
                );
              if (act === 'cancel') await cancelGeneration(studio, ada, id);
              if (act === 'retry') await retryGeneration(studio, ada, id);
              if (act === 'later')
                await studio.db
                  .update(generations)
                  .set({ retryAt: sql`now()` })
                  .where(eq(generations.id, id));
            }),
          );

        const rows = await studio.db.select().from(generations);
        const history = await studio.sql<
          { old: Status; new: Status; old_version: number; new_version: number }[]
        >`select * from history`;
        for (const change of history) {
          expect(change.new_version).toBe(change.old_version + 1);
          if (change.old !== change.new || change.new !== 'running')
            expect(statesBefore(change.new)).toContain(change.old);
        }
        const ended = rows.filter(({ status }) => hasEnded(status));
        const succeeded = rows.filter(({ status }) => status === 'succeeded').length;
        expect(await studio.db.$count(wallpapers)).toBe(succeeded);
        expect(await publicCount(studio.db)).toBe(succeeded);
        const [quota] = await studio.db.select().from(quotas);
        expect(quota?.inFlight).toBe(rows.length - ended.length);
        // What is in the making or became a wallpaper is charged, unless a kept answer made it free.
        const charged = rows.filter(
          ({ status, quotaDay }) => (!hasEnded(status) || status === 'succeeded') && quotaDay,
        ).length;
        const canceled = rows.filter(({ status }) => status === 'canceled').length;
        expect(quota?.used).toBeGreaterThanOrEqual(charged);
        expect(quota?.used).toBeLessThanOrEqual(charged + canceled);
        for (const { generationId } of await studio.db
          .select({ generationId: answers.generationId })
          .from(answers))
          expect(['storing', 'retrying', 'failed', 'queued']).toContain(
            rows.find(({ id }) => id === generationId)?.status,
          );

        // Left to healthy workers, everything that has not ended ends as a wallpaper or honestly not at all.
        await studio.db.update(generations).set({ retryAt: null });
        for (const id of ids)
          await runGeneration(workshopThat(base, 'well', calls), id, new AbortController().signal);
        for (const { status } of await studio.db.select().from(generations))
          expect(hasEnded(status), status).toBe(true);
        expect((await studio.db.select().from(quotas))[0]?.inFlight).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
});
