import { accounts, newId, sessions, users } from '@easel/db';
import { createTestDatabase } from '@easel/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStudio, type Studio } from '../compose.ts';
import { parseConfig } from '../config.ts';
import { authAdapter } from './adapter.ts';
import { endSession, startLocalSession, startSession, viewerOfSession } from './sessions.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  studio = openStudio(
    parseConfig({
      DATABASE_URL: database.url,
      AUTH_SECRET: 'a secret for the tests',
      ADMIN_EMAILS: 'Boss@Example.com',
      LOG_LEVEL: 'silent',
    }),
  );
});
afterAll(async () => {
  await studio.close();
  await database.close();
  await database.drop();
});
beforeEach(async () => {
  await studio.db.delete(users);
});

async function person(values: Partial<typeof users.$inferInsert> = {}): Promise<string> {
  const id = newId();
  await studio.db.insert(users).values({ id, name: 'Ada', ...values });
  return id;
}

test('a session opens its own account and nothing once it has ended', async () => {
  const { sessionToken } = await startLocalSession(studio, 'Ada', null);
  expect(await viewerOfSession(studio, sessionToken)).toMatchObject({ role: 'user' });
  await endSession(studio, sessionToken);
  expect(await viewerOfSession(studio, sessionToken)).toBeNull();
});

test('the database keeps no token that would open a session', async () => {
  const { sessionToken } = await startLocalSession(studio, 'Ada', null);
  const [row] = await studio.db.select().from(sessions);
  expect(row?.sessionToken).not.toBe(sessionToken);
  expect(await viewerOfSession(studio, row?.sessionToken ?? '')).toBeNull();
});

test('an expired session is nobody, and someone banned is known as that', async () => {
  const id = await person();
  const { sessionToken } = await startSession(studio.db, id, null);
  const role = 'admin';
  await studio.db.update(users).set({ bannedAt: new Date(), role }).where(eq(users.id, id));
  expect(await viewerOfSession(studio, sessionToken)).toMatchObject({ role: 'user', banned: true });
  await studio.db.update(users).set({ bannedAt: null }).where(eq(users.id, id));
  expect(await viewerOfSession(studio, sessionToken)).toMatchObject({ banned: false });
  await studio.db.update(sessions).set({ expires: new Date(Date.now() - 1) });
  expect(await viewerOfSession(studio, sessionToken)).toBeNull();
  expect(await authAdapter(studio, null).getSessionAndUser?.(sessionToken)).toBeNull();
});

test('the same name opens the same local account, twenty first sign-ins at once included', async () => {
  const opened = await Promise.all(
    Array.from({ length: 20 }, () => startLocalSession(studio, '小明', null)),
  );
  const people = await Promise.all(
    opened.map(({ sessionToken }) => viewerOfSession(studio, sessionToken)),
  );
  expect(new Set(people.map((viewer) => viewer?.id)).size).toBe(1);
  expect(new Set(opened.map(({ sessionToken }) => sessionToken)).size).toBe(20);
});

test('a name alone never opens an account that has an address or a provider', async () => {
  const withAddress = await person({ email: 'ada@example.com', emailVerified: new Date() });
  const withProvider = await person();
  await studio.db
    .insert(accounts)
    .values({ userId: withProvider, type: 'oidc', provider: 'oidc', providerAccountId: '1' });
  const { sessionToken } = await startLocalSession(studio, 'Ada', null);
  const viewer = await viewerOfSession(studio, sessionToken);
  expect([withAddress, withProvider]).not.toContain(viewer?.id);
});

test('administrators are those whose verified address the configuration names', async () => {
  const cases = [
    [{ email: 'boss@example.com', emailVerified: new Date() }, 'admin'],
    [{ email: 'boss@example.com', emailVerified: null }, 'user'],
    [{ email: 'other@example.com', emailVerified: new Date() }, 'user'],
    [{ role: 'admin' as const }, 'admin'],
  ] as const;
  for (const [values, role] of cases) {
    await studio.db.delete(users);
    const { sessionToken } = await startSession(studio.db, await person(values), null);
    expect(await viewerOfSession(studio, sessionToken), JSON.stringify(values)).toMatchObject({
      role,
    });
  }
});

/** What Auth.js hands over for someone new. */
function fromProvider(values: { name?: string; email?: string }) {
  return { id: newId(), emailVerified: null, ...values };
}

test('someone new gets a name, a verified address and no picture of another site', async () => {
  const created = await authAdapter(studio, null).createUser?.(
    Object.assign(fromProvider({ email: 'ada@example.com' }), {
      email: 'ada@example.com',
      image: 'https://elsewhere.example/a.png',
    }),
  );
  const [row] = await studio.db.select().from(users);
  expect(row).toMatchObject({ id: created?.id, email: 'ada@example.com', image: null });
  expect(row?.name).toMatch(/^Guest [0-9a-f]{4}$/);
  expect(row?.emailVerified).toBeInstanceOf(Date);
});

test('a verified address takes over the row of an imported creator, never one that has a sign-in', async () => {
  const adapter = authAdapter(studio, null);
  const imageSource = 'https://older.example/ada.png';
  const imported = await person({ name: 'Painter', email: 'ada@example.com', imageSource });
  const arriving = { ...fromProvider({ name: 'Ada L.' }), email: 'ada@example.com' };
  expect(await adapter.getUserByEmail?.('ada@example.com')).toBeNull();
  expect(await adapter.createUser?.(arriving)).toMatchObject({ id: imported, name: 'Painter' });
  // The provider has no picture; the imported one is still to be copied.
  expect(await studio.db.select().from(users)).toMatchObject([{ id: imported, imageSource }]);

  await adapter.linkAccount?.({
    userId: imported,
    type: 'oidc',
    provider: 'oidc',
    providerAccountId: '1',
  });
  expect(await adapter.getUserByEmail?.('ada@example.com')).toMatchObject({ id: imported });
  await expect(adapter.createUser?.(arriving)).rejects.toThrow('FORBIDDEN');
});
