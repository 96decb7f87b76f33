import { expect, test } from 'vitest';
import { endSession, startLocalSession, viewerOfSession } from '../account/sessions.ts';
import type { Studio } from '../compose.ts';
import { addUser, openTestStudio, paintSmall, workshopWith } from '../testing.ts';
import type { User } from '../viewer.ts';
import { cancelGeneration } from './cancel.ts';
import { createGeneration } from './create.ts';
import { runGeneration } from './run.ts';
import { watchGeneration } from './watch.ts';

const ask = (studio: Studio, viewer: User) =>
  createGeneration(
    studio,
    viewer,
    { prompt: 'a quiet lake', visibility: 'public' },
    'test-request',
  );

test('a watcher sees every state once, and takes up where it left off', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  const seen: [string, number][] = [];
  const watching = (async () => {
    for await (const { status, version } of watchGeneration(
      studio,
      ada,
      { id },
      AbortSignal.timeout(20_000),
    ))
      seen.push([status, version]);
  })();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await runGeneration(workshopWith(studio, paintSmall), id, new AbortController().signal);
  await watching;
  expect(seen[0]).toEqual(['queued', 1]);
  expect(seen.at(-1)?.[0]).toBe('succeeded');
  expect(seen.map(([, version]) => version)).toEqual(
    seen.map(([, version]) => version).toSorted((a, b) => a - b),
  );

  const later = watchGeneration(
    studio,
    ada,
    { id, since: seen.at(-1)?.[1] },
    AbortSignal.timeout(5000),
  );
  expect((await later.next()).done, 'nothing new to tell').toBe(true);
});

test('a watcher who signs out sees nothing more, and another session of theirs goes on', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [here, there] = [
    await startLocalSession(studio, 'Ada', null),
    await startLocalSession(studio, 'Ada', null),
  ];
  const viewers = [
    await viewerOfSession(studio, here.sessionToken),
    await viewerOfSession(studio, there.sessionToken),
  ];
  const [first, second] = viewers;
  if (!first || !second) throw new Error('Not signed in.');
  const { id } = await ask(studio, first);
  const left = watchGeneration(studio, first, { id }, AbortSignal.timeout(10_000));
  const stays = watchGeneration(studio, second, { id }, AbortSignal.timeout(10_000));
  await Promise.all([left.next(), stays.next()]);
  const [end, next] = [left.next(), stays.next()];
  await endSession(studio, here.sessionToken);
  expect((await end).done).toBe(true);
  await cancelGeneration(studio, second, id);
  expect((await next).value).toMatchObject({ status: 'canceled' });
});

test('five hundred watchers cost one listener, and no queries while nothing changes', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { id } = await ask(studio, ada);
  const over = new AbortController();
  const watching = Array.from({ length: 500 }, () =>
    watchGeneration(studio, ada, { id }, over.signal),
  );
  await Promise.all(watching.map((one) => one.next()));
  const nexts = watching.map((one) => one.next());
  const listeners =
    await studio.sql`select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen%'`;
  expect(listeners).toHaveLength(1);

  // Where a query was begun lately it stands in the server's list of its clients.
  const readsOfTheLast = async (seconds: number) => {
    const found = await studio.sql`select query from pg_stat_activity
      where datname = current_database() and query_start > clock_timestamp() - ${seconds} * interval '1 second'`;
    return found.filter(({ query }) => /from "generations"/.test(query));
  };
  // Once it listens, everybody reads again: what came in between was announced to nobody.
  await expect.poll(() => readsOfTheLast(1), { timeout: 20_000 }).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(await readsOfTheLast(4)).toEqual([]);

  await cancelGeneration(studio, ada, id);
  for (const { value } of await Promise.all(nexts))
    expect(value).toMatchObject({ status: 'canceled' });
});
