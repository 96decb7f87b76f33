import { accounts, sessions } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addUser, openTestStudio } from '../testing.ts';
import type { User } from '../viewer.ts';
import { deviceOf } from './device.ts';
import { endOtherSessions, endSessionById, listSessions } from './session-list.ts';
import { renewSession, startSession, viewerOfSession } from './sessions.ts';
import { listSignIns, unlinkSignIn } from './sign-ins.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('a device is named in words that its owner knows', () => {
  const cases: [string | null, string | null, string | null][] = [
    [FIREFOX, 'Firefox', 'Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0',
      'WeChat',
      'Android',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Chrome',
      'Mac',
    ],
    ['node', null, null],
    [null, null, null],
  ];
  for (const [userAgent, browser, system] of cases)
    expect(deviceOf(userAgent), String(userAgent)).toEqual({ browser, system });
});

test('a person sees their own sessions, ends one or all others, and never those of somebody else', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, bob] = [await addUser(studio), await addUser(studio, 'Bob')];
  const enter = async (user: User): Promise<User> => {
    const { sessionToken } = await startSession(studio.db, user.id, FIREFOX);
    const viewer = await viewerOfSession(studio, sessionToken);
    if (!viewer) throw new Error('The session did not open.');
    return viewer;
  };
  const [here, there, elsewhere] = [await enter(ada), await enter(ada), await enter(ada)];
  const stranger = await enter(bob);

  const listed = await listSessions(studio, here);
  expect(listed).toHaveLength(3);
  expect(listed.map(({ current }) => current)).toEqual([true, false, false]);
  expect(listed[0]?.device).toEqual({ browser: 'Firefox', system: 'Linux' });

  const [theirs] = await listSessions(studio, there);
  await expect(endSessionById(studio, stranger, theirs?.id ?? '')).rejects.toThrow('NOT_FOUND');
  const woken = new Promise<void>((resolve) => studio.changes.on(there.session ?? '', resolve));
  await endSessionById(studio, here, theirs?.id ?? '');
  await woken;
  await expect(endSessionById(studio, here, theirs?.id ?? '')).rejects.toThrow('NOT_FOUND');
  expect(await listSessions(studio, elsewhere)).toHaveLength(2);

  expect(await endOtherSessions(studio, here)).toEqual({ ended: 1 });
  expect(await listSessions(studio, here)).toHaveLength(1);
  expect(await listSessions(studio, stranger)).toHaveLength(1);
});

test('when a session was seen is written once in five minutes, however often it asks', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { sessionToken } = await startSession(studio.db, ada.id, null);
  const seen = async () => (await studio.db.select().from(sessions))[0]?.lastSeenAt ?? new Date(0);
  const age = (minutes: number) =>
    studio.db.update(sessions).set({ lastSeenAt: sql`now() - ${minutes} * interval '1 minute'` });
  await age(4);
  const before = await seen();
  await viewerOfSession(studio, sessionToken);
  expect(await seen()).toEqual(before);
  await age(6);
  await viewerOfSession(studio, sessionToken);
  expect(Date.now() - (await seen()).getTime()).toBeLessThan(60_000);
});

test('a renewed session opens the same account, and the old token opens nothing', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  const { sessionToken } = await startSession(studio.db, ada.id, null);
  const renewed = await renewSession(studio, sessionToken, null);
  expect(await viewerOfSession(studio, sessionToken)).toBeNull();
  expect(await viewerOfSession(studio, renewed?.sessionToken ?? '')).toMatchObject({ id: ada.id });
  expect(await renewSession(studio, sessionToken, null)).toBeNull();
});

test('a linked sign-in can go as long as another one lets its owner in, twenty requests at once included', async () => {
  await using opened = await openTestStudio({ AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret' });
  const { studio } = opened;
  const [ada, bob] = [await addUser(studio), await addUser(studio, 'Bob')];
  const link = (provider: string, providerAccountId: string) =>
    studio.db
      .insert(accounts)
      .values({ userId: ada.id, type: 'oauth', provider, providerAccountId });
  await link('github', '1');
  await link('google', '9');
  const [one, off] = [
    { provider: 'github', accountId: '1' },
    { provider: 'google', accountId: '9' },
  ];
  // Google is not set up here, so it lets nobody in.
  expect(await listSignIns(studio, ada)).toEqual([
    { ...one, name: 'GitHub', removable: false },
    { ...off, name: 'google', removable: true },
  ]);
  await expect(unlinkSignIn(studio, ada, one)).rejects.toThrow('FORBIDDEN');
  await expect(unlinkSignIn(studio, bob, off)).rejects.toThrow('NOT_FOUND');
  await unlinkSignIn(studio, ada, off);

  for (let n = 2; n <= 20; n += 1) await link('github', String(n));
  const tried = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      unlinkSignIn(studio, ada, { provider: 'github', accountId: String(n + 1) }),
    ),
  );
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
  const left = await studio.db.select().from(accounts).where(eq(accounts.userId, ada.id));
  expect(left).toHaveLength(1);
});
