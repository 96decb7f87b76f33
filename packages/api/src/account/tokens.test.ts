import { setTimeout } from 'node:timers/promises';
import { tokens, users } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { CHANGES_CHANNEL } from '../generation/changes.ts';
import { createGeneration } from '../generation/create.ts';
import { sweep } from '../generation/sweep.ts';
import { watchGeneration } from '../generation/watch.ts';
import { addUser, openTestStudio } from '../testing.ts';
import { createToken, listTokens, revokeToken, viewerOfToken } from './tokens.ts';

let opened: Awaited<ReturnType<typeof openTestStudio>>;
let studio: Studio;
beforeAll(async () => {
  opened = await openTestStudio();
  studio = opened.studio;
});
afterAll(() => opened[Symbol.asyncDispose]());

const script = { name: 'script', scope: 'read', days: 30 } as const;

test('a token opens its account as a script, and is kept only as a fingerprint', async () => {
  const ada = await addUser(studio);
  const { key, ...shown } = await createToken(studio, ada, script);
  expect(await viewerOfToken(studio, key)).toEqual({
    id: ada.id,
    role: 'user',
    token: { id: shown.id, scope: 'read' },
  });
  const [row] = await studio.db.select().from(tokens).where(eq(tokens.id, shown.id));
  expect(JSON.stringify(row)).not.toContain(key.slice(6));
  expect(await viewerOfToken(studio, row?.fingerprint ?? '')).toBeNull();
  expect(await viewerOfToken(studio, `easel_${row?.fingerprint}`)).toBeNull();
  const [listed] = await listTokens(studio, ada);
  expect(Object.keys(listed ?? {})).toEqual(Object.keys(shown));
  expect(listed?.lastUsedAt).toBeInstanceOf(Date);
});

test('an expired, revoked or foreign token opens nothing, nor does that of someone banned', async () => {
  const [ada, eve] = [await addUser(studio), await addUser(studio)];
  const { key, id } = await createToken(studio, ada, script);
  const used = () => viewerOfToken(studio, key);
  await expect(revokeToken(studio, eve, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  expect(await listTokens(studio, eve)).toEqual([]);
  await studio.db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, ada.id));
  expect(await used()).toBeNull();
  await studio.db.update(users).set({ bannedAt: null }).where(eq(users.id, ada.id));
  expect(await used()).not.toBeNull();
  const passed = sql`now() - interval '1 second'`;
  await studio.db.update(tokens).set({ expiresAt: passed }).where(eq(tokens.id, id));
  expect(await used()).toBeNull();
  await sweep(studio);
  expect(await listTokens(studio, ada)).toEqual([]);

  const other = await createToken(studio, ada, script);
  await revokeToken(studio, ada, other.id);
  expect(await viewerOfToken(studio, other.key)).toBeNull();
});

test('a person holds twenty tokens at most, thirty made at once included', async () => {
  const ada = await addUser(studio);
  const made = await Promise.allSettled(
    Array.from({ length: 30 }, () => createToken(studio, ada, script)),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(await listTokens(studio, ada)).toHaveLength(20);
});

test('what a token watches ends when it is revoked', async () => {
  const ada = await addUser(studio);
  const { key, id } = await createToken(studio, ada, script);
  const viewer = await viewerOfToken(studio, key);
  if (!viewer) throw new Error('The token does not open.');
  const input = { prompt: 'fog', visibility: 'private' as const };
  const generation = await createGeneration(studio, ada, input, 'test');
  const watched = watchGeneration(studio, viewer, generation, new AbortController().signal);
  expect((await watched.next()).value?.status).toBe('queued');
  const next = watched.next();
  await revokeToken(studio, ada, id);
  expect((await next).done).toBe(true);
});

test('and also when it is revoked while somebody looks whether it was', async () => {
  await using slow = await openTestStudio();
  const ada = await addUser(slow.studio);
  const { key, id } = await createToken(slow.studio, ada, script);
  const viewer = await viewerOfToken(slow.studio, key);
  if (!viewer) throw new Error('The token does not open.');
  const input = { prompt: 'fog', visibility: 'private' as const };
  const generation = await createGeneration(slow.studio, ada, input, 'test');
  const watched = watchGeneration(slow.studio, viewer, generation, new AbortController().signal);
  expect((await watched.next()).value?.status).toBe('queued');
  const next = watched.next();

  const { sql } = slow.studio;
  await sql`alter table tokens rename to kept`;
  await sql`create view tokens as select kept.* from kept, pg_sleep(0.5)`;
  await sql`select pg_notify(${CHANGES_CHANNEL}, ${id})`;
  await setTimeout(200);
  await sql`delete from kept where id = ${id} returning pg_notify(${CHANGES_CHANNEL}, ${id})`;
  expect((await next).done).toBe(true);
});
