import { accounts, generations, newId, sessions, tokens, users, wallpapers } from '@easel/db';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getProfile } from '../account/profile.ts';
import { startSession, viewerOfSession } from '../account/sessions.ts';
import { createToken, viewerOfToken } from '../account/tokens.ts';
import type { Studio } from '../compose.ts';
import type { Session } from '../contract.ts';
import { EaselError } from '../errors.ts';
import { openTestStudio } from '../testing.ts';
import type { Viewer } from '../viewer.ts';
import { countPublic } from '../wallpaper/counters.ts';
import { likeWallpaper } from '../wallpaper/like.ts';
import { scoreAtBirth } from '../wallpaper/score.ts';
import { appRouter } from './index.ts';
import { Id } from './input.ts';
import { everyone, router, signedIn, withScope } from './trpc.ts';

/** Who asks. The last four are the person whose things are asked for, in one state or another. */
const ASKERS = [
  'signed out',
  'stranger',
  'administrator',
  'owner',
  'banned',
  'read token',
  'generate token',
] as const;
type Asker = (typeof ASKERS)[number];

const answers = {
  ok: 'ok',
  out: 'SIGNED_OUT',
  no: 'FORBIDDEN',
  none: 'NOT_FOUND',
} as const;
type Answer = keyof typeof answers;

type Things = {
  /** A private wallpaper of the owner's. */
  wallpaper: string;
  published: string;
  deleted: string;
  generation: string;
  token: string;
  session: string;
  owner: string;
};
type Easel = ReturnType<typeof appRouter.createCaller>;
type Row = [what: string, answers: string, call: (easel: Easel, things: Things) => unknown];

const name = 'script';
/**
 * Everything that can be asked for, and what each asker is told, in the order of ASKERS. Mutations
 * are tried on the owner's own things; what a stranger must not learn of is absent for them.
 */
const TABLE: Row[] = [
  ['model.list', 'ok ok ok ok ok ok ok', (easel) => easel.model.list()],
  ['model.times', 'ok ok ok ok ok ok ok', (easel) => easel.model.times()],
  ['wallpaper.list', 'ok ok ok ok ok ok ok', (easel) => easel.wallpaper.list({ query: 'lake' })],
  ['wallpaper.count', 'ok ok ok ok ok ok ok', (easel) => easel.wallpaper.count()],
  ['user.byId', 'ok ok ok ok ok ok ok', (easel, { owner: id }) => easel.user.byId({ id })],

  ['user.me', 'out ok ok ok ok ok ok', (easel) => easel.user.me()],
  ['user.update', 'out ok ok ok no no no', (easel) => easel.user.update({ name: 'Ada' })],
  ['user.delete', 'out ok ok ok ok no no', (easel) => easel.user.delete()],
  ['user.export', 'out ok ok ok ok no no', (easel) => easel.user.export()],
  ['user.sessions', 'out ok ok ok ok no no', (easel) => easel.user.sessions()],
  [
    'user.endSession',
    'out none none ok ok no no',
    (easel, { session: id }) => easel.user.endSession({ id }),
  ],
  ['user.endOtherSessions', 'out ok ok ok ok no no', (easel) => easel.user.endOtherSessions()],
  ['user.signIns', 'out ok ok ok ok no no', (easel) => easel.user.signIns()],
  [
    'user.unlinkSignIn',
    'out none none ok ok no no',
    (easel, { owner: accountId }) => easel.user.unlinkSignIn({ provider: 'oidc', accountId }),
  ],

  [
    'wallpaper.byId',
    'out none none ok ok ok ok',
    (easel, { wallpaper: id }) => easel.wallpaper.byId({ id }),
  ],
  [
    'wallpaper.byId of a public one',
    'out ok ok ok ok ok ok',
    (easel, { published: id }) => easel.wallpaper.byId({ id }),
  ],
  [
    'wallpaper.byId of a deleted one',
    'out none none none none none none',
    (easel, { deleted: id }) => easel.wallpaper.byId({ id }),
  ],
  [
    'wallpaper.related',
    'out none none ok ok ok ok',
    (easel, { wallpaper: id }) => easel.wallpaper.related({ id }),
  ],
  ['wallpaper.mine', 'out ok ok ok ok ok ok', (easel) => easel.wallpaper.mine()],
  ['wallpaper.liked', 'out ok ok ok ok ok ok', (easel) => easel.wallpaper.liked()],
  [
    'wallpaper.update to public',
    'out none none ok no no no',
    (easel, { wallpaper: id }) => easel.wallpaper.update({ id, visibility: 'public' }),
  ],
  [
    'wallpaper.update to private',
    'out none none ok ok no no',
    (easel, { published: id }) => easel.wallpaper.update({ id, visibility: 'private' }),
  ],
  [
    'wallpaper.delete',
    'out none none ok ok no no',
    (easel, { wallpaper: id }) => easel.wallpaper.delete({ id }),
  ],
  [
    'wallpaper.restore',
    'out none none ok no no no',
    (easel, { deleted: id }) => easel.wallpaper.restore({ id }),
  ],
  [
    'wallpaper.focus',
    'out none none ok ok no no',
    (easel, { wallpaper: id }) => easel.wallpaper.focus({ id, x: 0.2, y: 1 }),
  ],
  [
    'wallpaper.like',
    'out none none ok no no no',
    (easel, { wallpaper: id }) => easel.wallpaper.like({ id }),
  ],
  [
    'wallpaper.like of a public one',
    'out ok ok ok no no no',
    (easel, { published: id }) => easel.wallpaper.like({ id }),
  ],
  [
    'wallpaper.unlike',
    'out none none ok ok no no',
    (easel, { wallpaper: id }) => easel.wallpaper.unlike({ id }),
  ],

  [
    'generation.create',
    'out ok ok ok no no ok',
    (easel) => easel.generation.create({ prompt: 'a lake' }),
  ],
  [
    'generation.create from a private one',
    'out none none ok no no ok',
    (easel, { wallpaper }) => easel.generation.create({ prompt: 'a lake', remixOf: wallpaper }),
  ],
  [
    'generation.byId',
    'out none none ok ok ok ok',
    (easel, { generation: id }) => easel.generation.byId({ id }),
  ],
  ['generation.list', 'out ok ok ok ok ok ok', (easel) => easel.generation.list()],
  [
    'generation.watch',
    'out none none ok ok ok ok',
    async (easel, { generation: id }) => {
      for await (const _ of await easel.generation.watch({ id })) return;
    },
  ],
  [
    'generation.cancel',
    'out none none ok ok no ok',
    (easel, { generation: id }) => easel.generation.cancel({ id }),
  ],
  [
    'generation.retry',
    'out none none ok no no ok',
    (easel, { generation: id }) => easel.generation.retry({ id }),
  ],

  [
    'token.create',
    'out ok ok ok no no no',
    (easel) => easel.token.create({ name, scope: 'generate', days: 1 }),
  ],
  ['token.list', 'out ok ok ok ok no no', (easel) => easel.token.list()],
  [
    'token.revoke',
    'out none none ok ok no no',
    (easel, { token: id }) => easel.token.revoke({ id }),
  ],
];

let opened: Awaited<ReturnType<typeof openTestStudio>>;
let studio: Studio;
beforeAll(async () => {
  opened = await openTestStudio({
    ADMIN_EMAILS: 'boss@example.com',
    AUTH_GITHUB_ID: 'id',
    AUTH_GITHUB_SECRET: 'secret',
    GENERATIONS_PER_DAY: '1000',
    GENERATIONS_IN_FLIGHT: '100',
  });
  studio = opened.studio;
});
afterAll(() => opened[Symbol.asyncDispose]());

async function addPerson(values: Partial<typeof users.$inferInsert> = {}): Promise<string> {
  const id = newId();
  await studio.db.insert(users).values({ id, name: 'Ada', ...values });
  return id;
}

async function withSession(id: string): Promise<Viewer> {
  return await viewerOfSession(studio, (await startSession(studio.db, id, null)).sessionToken);
}

/** The viewer as the site itself would find them. */
async function asViewer(asker: Asker, owner: string): Promise<Viewer> {
  switch (asker) {
    case 'signed out':
      return null;
    case 'stranger':
      return await withSession(await addPerson());
    case 'administrator': {
      await studio.db.delete(users).where(eq(users.email, 'boss@example.com'));
      const id = await addPerson({ email: 'boss@example.com', emailVerified: new Date() });
      return await withSession(id);
    }
    case 'owner':
      return await withSession(owner);
    case 'banned':
      await studio.db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, owner));
      return await withSession(owner);
    default: {
      const scope = asker === 'read token' ? 'read' : 'generate';
      const made = await createToken(studio, { id: owner, role: 'user' }, { name, scope, days: 1 });
      return await viewerOfToken(studio, made.key);
    }
  }
}

async function things(): Promise<Things> {
  const owner = await addPerson();
  const wallpaper = {
    creatorId: owner,
    prompt: 'a lake',
    model: 'painter',
    params: { size: '640x400' },
    width: 640,
    height: 400,
    originalBytes: 1,
    originalType: 'image/png',
    thumbhash: '',
    color: '#000000',
    palette: [],
    score: scoreAtBirth(new Date()),
  };
  const ids = { wallpaper: newId(), published: newId(), deleted: newId(), generation: newId() };
  await studio.db.insert(wallpapers).values([
    { ...wallpaper, id: ids.wallpaper, visibility: 'private', originalKey: `private/${newId()}` },
    { ...wallpaper, id: ids.published, visibility: 'public', originalKey: `private/${newId()}` },
    {
      ...wallpaper,
      id: ids.deleted,
      visibility: 'private',
      originalKey: `private/${newId()}`,
      deletedAt: new Date(),
    },
  ]);
  await studio.db.transaction((tx) => countPublic(tx, owner, 1));
  const { prompt, model, width, height } = wallpaper;
  const shape = { prompt, model, width, height, visibility: 'private' as const, requestId: 'test' };
  await studio.db
    .insert(generations)
    .values({ id: ids.generation, userId: owner, status: 'failed', ...shape });
  const [token] = await studio.db
    .insert(tokens)
    .values({ userId: owner, name, scope: 'read', fingerprint: newId(), expiresAt: new Date() })
    .returning();
  await startSession(studio.db, owner, null);
  const [session] = await studio.db.select().from(sessions).where(eq(sessions.userId, owner));
  for (const provider of ['oidc', 'github'])
    await studio.db
      .insert(accounts)
      .values({ userId: owner, type: 'oidc', provider, providerAccountId: owner });
  return { owner, token: token?.id ?? '', session: session?.id ?? '', ...ids };
}

async function answerTo(call: Row[2], asker: Asker, routes = appRouter): Promise<string> {
  const given = await things();
  const viewer = await asViewer(asker, given.owner);
  const easel = routes.createCaller({ studio, viewer, requestId: 'test' });
  try {
    await call(easel, given);
    return 'ok';
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    return cause instanceof EaselError ? cause.reason : String(error);
  }
}

/** Procedures without a row, and rows without a procedure. */
function unmatched(routes: { _def: { procedures: object } }): string[] {
  const named = new Set(TABLE.map(([what]) => what.split(' ')[0] ?? ''));
  const offered = new Set(Object.keys(routes._def.procedures));
  return [...named, ...offered].filter((name) => !named.has(name) || !offered.has(name));
}

/** Who is told something else than a row says, and what. */
async function misled([, row, call]: Row, routes = appRouter): Promise<Record<string, string>> {
  const given = await Promise.all(ASKERS.map((asker) => answerTo(call, asker, routes)));
  const expected = row.split(' ').map((word) => answers[word as Answer]);
  const wrong = ASKERS.flatMap((asker, at) =>
    given[at] === expected[at] ? [] : [[asker, `${given[at]} for ${expected[at]}`]],
  );
  return Object.fromEntries(wrong);
}

test('the table names every procedure there is, and no other', () => {
  expect(unmatched(appRouter)).toEqual([]);
});

test.each(TABLE)('%s answers everyone as it must', async (...row) => {
  expect(await misled(row)).toEqual({});
});

test('a procedure that is missing, or is there without a row, is noticed', () => {
  const { token, ...others } = appRouter._def.record;
  const extended = router({ ...others, admin: router({ ban: signedIn.mutation(() => {}) }) });
  expect(unmatched(extended).sort()).toEqual([
    'admin.ban',
    ...Object.keys(token).map((name) => `token.${name}`),
  ]);
});

test('a rule that is opened, or shut, is noticed for everyone whom it concerns', async () => {
  const { record } = appRouter._def;
  const spoilt = router({
    ...record,
    user: router({
      ...record.user,
      sessions: everyone.query((): Session[] => []),
      byId: signedIn.input(Id).query(({ ctx, input }) => getProfile(ctx.studio, input)),
    }),
    wallpaper: router({
      ...record.wallpaper,
      // No rule in the `where`.
      delete: signedIn.input(Id).mutation(({ input }) => input),
      // For scripts of any scope, and for those who are banned.
      like: withScope('read')
        .input(Id)
        .mutation(({ ctx, input }) => likeWallpaper(ctx.studio, ctx.viewer, input.id)),
    }),
  });
  const noticed: Record<string, object> = {};
  const touched = /^(user\.(byId|sessions)|wallpaper\.(delete|like))/;
  for (const row of TABLE.filter(([what]) => touched.test(what))) {
    const wrong = await misled(row, spoilt);
    if (Object.keys(wrong).length > 0) noticed[row[0]] = wrong;
  }
  expect(noticed).toEqual({
    'user.byId': {
      'signed out': 'SIGNED_OUT for ok',
      'read token': 'FORBIDDEN for ok',
      'generate token': 'FORBIDDEN for ok',
    },
    'user.sessions': {
      'signed out': 'ok for SIGNED_OUT',
      'read token': 'ok for FORBIDDEN',
      'generate token': 'ok for FORBIDDEN',
    },
    'wallpaper.delete': {
      stranger: 'ok for NOT_FOUND',
      administrator: 'ok for NOT_FOUND',
    },
    'wallpaper.like': {
      banned: 'ok for FORBIDDEN',
      'read token': 'ok for FORBIDDEN',
      'generate token': 'ok for FORBIDDEN',
    },
    'wallpaper.like of a public one': {
      banned: 'ok for FORBIDDEN',
      'read token': 'ok for FORBIDDEN',
      'generate token': 'ok for FORBIDDEN',
    },
  });
});
