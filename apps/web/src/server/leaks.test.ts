import { EaselError, type Studio, startLocalSession } from '@easel/api/server';
import { openDb } from '@easel/db';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStudio } from '../../../../packages/api/src/testing.ts';
import { answerAuth } from './auth.ts';
import { handle } from './handle.ts';
import { sessionCookie } from './session-cookie.ts';
import { callTrpc, serveFrom } from './testing-call.ts';

let opened: Awaited<ReturnType<typeof openTestStudio>>;
let sessionToken: string;
beforeAll(async () => {
  opened = await openTestStudio();
  ({ sessionToken } = await startLocalSession(opened.studio, 'Ada', null));
});
afterAll(() => opened[Symbol.asyncDispose]());

const INNER = [
  'select "id", "email" from "users" where',
  'ada@example.com',
  'postgres://easel:hunter22@db.internal:5432/easel',
  '/srv/easel/packages/db/src/client.ts',
  'sk-proj-abcdefghijklmnop',
  '10.1.2.3',
];
const LEAK =
  /select |users|hunter22|db\.internal|ada@|\/srv\/|\.ts:|\bat \w|sk-proj|10\.1\.2\.3|node_modules|Error:/;

function named(name: string, fields: object = {}): Error {
  const cause = new Error(`connect ECONNREFUSED 10.1.2.3:5432 ${INNER.join(' ')}`);
  return Object.assign(new Error(INNER.join('\n'), { cause }), { name, ...fields });
}

/** What may be thrown somewhere inside, and the status it leaves with. */
const THROWN: [string, unknown, number][] = [
  [
    'the database',
    named('PostgresError', { code: '42P01', query: INNER[0], detail: INNER[1] }),
    500,
  ],
  ['the way to it', named('Error', { code: 'ECONNREFUSED', address: '10.1.2.3' }), 500],
  ['the picture store', named('StorageError', { reason: 'Unavailable' }), 503],
  ['the image service', named('PaintError', { reason: 'UPSTREAM_AUTH' }), 500],
  ['a mistake of ours', named('TypeError'), 500],
  ['several at once', new AggregateError([named('Error')], INNER.join()), 500],
  ['an error that claims to be HTTP', named('Error', { status: 404, statusCode: 404 }), 500],
  ['a text', INNER.join(), 500],
  ['an object', { message: INNER.join(), data: INNER }, 500],
  ['nothing', undefined, 500],
  ['a refusal with its cause', new EaselError('FORBIDDEN', { cause: named('Error') }), 403],
];

/** The studio in which everything fails like this, once a session has been looked up or at once. */
function broken(thrown: unknown, lookups: 0 | 1): Studio {
  const fail = () => {
    throw thrown;
  };
  const { studio } = opened;
  let left: number = lookups;
  const db = new Proxy(studio.db, {
    get: (target, name) => (name === 'select' && left-- > 0 ? target.select.bind(target) : fail),
  });
  const store = new Proxy(studio.store, { get: () => fail });
  return { ...studio, db, store, changes: { ...studio.changes, on: fail } };
}

async function expectNothingInner(answer: Response, status: number): Promise<void> {
  const text = await answer.text();
  expect(text).not.toMatch(LEAK);
  expect(JSON.stringify([...answer.headers])).not.toMatch(LEAK);
  expect(answer.status, text).toBe(status);
  if (text.startsWith('event')) return;
  expect(text).toMatch(/"requestId":"[\w-]{8,}"/);
  expect(text).toMatch(/"reason":"[A-Z_]+"/);
}

test.each(INNER)('the check itself is not blind to %s', async (inner) => {
  const facts = { requestId: '0198c5b2', reason: 'INTERNAL' };
  await expectNothingInner(Response.json({ error: facts }, { status: 500 }), 500);
  const told = Response.json({ error: { ...facts, message: inner } }, { status: 500 });
  await expect(expectNothingInner(told, 500)).rejects.toThrow('not to match');
  const marked = Response.json({ error: facts }, { status: 500, headers: { 'x-cause': inner } });
  await expect(expectNothingInner(marked, 500)).rejects.toThrow('not to match');
});

test('a stack, or an answer of another status or without its reason, is noticed too', async () => {
  const { stack } = new TypeError('x is not a function');
  const wrong = [
    Response.json({ error: { requestId: '0198c5b2', reason: 'INTERNAL', stack } }, { status: 500 }),
    Response.json({ error: { requestId: '0198c5b2', reason: 'INTERNAL' } }, { status: 200 }),
    new Response('Internal Server Error', { status: 500 }),
  ];
  for (const answer of wrong) await expect(expectNothingInner(answer, 500)).rejects.toThrow();
});

const id = '0198c5b2-7d3a-7000-8000-00000000beef';

test.each(THROWN)(
  '%s fails: no answer of the API says more than a reason',
  async (_, thrown, status) => {
    serveFrom(broken(thrown, 1));
    const body = JSON.stringify({ json: { id } });
    const query = `?input=${encodeURIComponent(body)}`;
    for (const [path, input] of [
      ['wallpaper.byId', { query }],
      ['wallpaper.like', { body }],
    ] as const) {
      serveFrom(broken(thrown, 1));
      const answer = await callTrpc(opened.studio, path, { ...input, sessionToken });
      await expectNothingInner(answer, status);
    }
    serveFrom(broken(thrown, 0));
    await expectNothingInner(await callTrpc(opened.studio, 'wallpaper.list'), status);
    const batch = await callTrpc(opened.studio, 'model.list,wallpaper.list', {
      query: `?batch=1&input=${encodeURIComponent('{}')}`,
    });
    await expectNothingInner(batch, 207);
  },
);

test.each(THROWN)('%s fails: no stream says more than a reason', async (_, thrown) => {
  serveFrom(broken(thrown, 1));
  const query = `?input=${encodeURIComponent(JSON.stringify({ json: { id } }))}`;
  const accept = 'text/event-stream';
  const answer = await callTrpc(opened.studio, 'generation.watch', { query, sessionToken, accept });
  await expectNothingInner(answer, 200);
});

test.each(THROWN)('%s fails: no route says more than a reason', async (_, thrown, status) => {
  serveFrom(opened.studio);
  const route = handle(async () => {
    throw thrown;
  });
  const request = new NextRequest('http://localhost:3000/api/anything');
  await expectNothingInner(await route(request, { params: Promise.resolve({}) }), status);
});

test('a session that cannot be read is no sign-out', async () => {
  // Nothing listens there.
  const { db, close } = openDb('postgres://easel:hunter22@127.0.0.1:9/easel');
  serveFrom({ ...opened.studio, db });
  const route = handle(({ request, studio }) => answerAuth(studio, request));
  const cookie = `${sessionCookie(opened.studio.config).name}=${sessionToken}`;
  const request = new NextRequest('http://localhost:3000/api/auth/session', {
    headers: { cookie },
  });
  const answer = await route(request, { params: Promise.resolve({}) });
  expect(answer.headers.getSetCookie()).toEqual([]);
  await expectNothingInner(answer, 500);
  await close();
});
