import { appRouter, startLocalSession } from '@easel/api/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStudio } from '../../../../packages/api/src/testing.ts';
import { callTrpc, serveFrom } from './testing-call.ts';

let opened: Awaited<ReturnType<typeof openTestStudio>>;
beforeAll(async () => {
  opened = await openTestStudio();
  serveFrom(opened.studio);
});
afterAll(() => opened[Symbol.asyncDispose]());

// By path, which is not what its type says.
const PROCEDURES = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
);
const BODIES = 10_000;

/** Mulberry32: the same bodies at every run, so that what was found is found again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES =
  'id cursor limit sort query orientation color model creatorId fits prompt size quality style visibility remixOf idempotencyKey name screens scope days provider accountId deleted status lastEventId width height avatar json meta values __proto__'.split(
    ' ',
  );
const ID = '0198c5b2-7d3a-7000-8000-00000000beef';
const VALUES: unknown[] = [
  ID,
  ID.toUpperCase(),
  '',
  'a lake',
  'public',
  'private',
  'newest',
  'generate',
  '640x400',
  '1e9x1',
  '\0',
  '\ud800',
  "'; drop table users --",
  '{{7*7}}',
  '../../etc/passwd',
  'a'.repeat(9000),
  '💧'.repeat(1000),
  Buffer.from(`time|2026-01-01T00:00:00.000Z|${ID}`).toString('base64url'),
  0,
  -1,
  1,
  60,
  1e308,
  2 ** 53,
  0.5,
  true,
  false,
  null,
  [],
  {},
  [[[[[[]]]]]],
  [{ name: 'TV', width: 1920, height: 1080 }],
  '2026-02-30T00:00:00Z',
];
const TYPES = [
  'Date',
  'bigint',
  'set',
  'map',
  'undefined',
  'number',
  'regexp',
  'URL',
  'Error',
  'x',
];

function bodyFor(random: () => number): string {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const value = (depth: number): unknown => {
    if (depth > 2 || random() < 0.7) return one(VALUES);
    if (random() < 0.5) return [value(depth + 1), value(depth + 1)];
    return { [one(NAMES)]: value(depth + 1) };
  };
  if (random() < 0.1) {
    const bytes = Array.from({ length: 40 }, () => Math.floor(random() * 128));
    return String.fromCharCode(...bytes);
  }
  const fields = Array.from({ length: Math.floor(random() * 4) }, () => [one(NAMES), value(0)]);
  if (random() < 0.1) return JSON.stringify({ json: { id: ID } });
  const json = random() < 0.9 ? { id: one(VALUES), ...Object.fromEntries(fields) } : value(0);
  const text = JSON.stringify(
    random() < 0.2 ? { json, meta: { values: { [one(NAMES)]: [one(TYPES)] } } } : { json },
  );
  return random() < 0.1 ? text.slice(0, Math.floor(random() * text.length)) : text;
}

/** Whether the call reaches its procedure, and does not spoil a whole batch before it is looked at. */
const isPlain = (text: string) => {
  try {
    return JSON.parse(text) instanceof Object && !/"meta"|__proto__/.test(text);
  } catch {
    return false;
  }
};

test(`${BODIES} hostile bodies over every procedure are answered, and never with a 500`, async () => {
  const { studio } = opened;
  const random = dice(8);
  const statuses = new Map<number, number>();
  const wrong: string[] = [];
  const note = (status: number, what: string) => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status >= 500) wrong.push(`${status} ${what}`);
  };
  const kinds = Map.groupBy(PROCEDURES, ([, procedure]) => procedure._def.type);
  let sent = 0;
  while (sent < BODIES) {
    // Somebody new now and then: an account may well be deleted on the way.
    const { sessionToken } = await startLocalSession(studio, `Eve ${sent}`, null);
    for (const [kind, procedures] of kinds) {
      const calls = procedures.flatMap(([path]) =>
        Array.from({ length: 10 }, () => ({ path, body: bodyFor(random) })),
      );
      sent += calls.length;
      // What is refused at the door travels alone, the rest in batches as the site's own pages send them.
      const [whole, broken] = [true, false].map((is) =>
        calls.filter(({ body }) => (isPlain(body) && kind !== 'subscription') === is),
      );
      const alone = (broken ?? []).map(async ({ path, body }) => {
        const query = `?input=${encodeURIComponent(body.toWellFormed())}`;
        const input = kind === 'subscription' ? { query } : { body };
        const answer = await callTrpc(studio, path, { ...input, sessionToken });
        await answer.body?.cancel();
        note(answer.status, `${path} ${body}`);
      });
      const starts = Array.from({ length: Math.ceil((whole ?? []).length / 10) }, (_, n) => n * 10);
      const together = starts.map(async (at) => {
        const batch = (whole ?? []).slice(at, at + 10);
        const body = `{${batch.map((call, n) => `"${n}":${call.body}`).join()}}`;
        const path = batch.map((call) => call.path).join();
        const answer = await callTrpc(studio, path, { query: '?batch=1', body, sessionToken });
        const text = await answer.text();
        const codes = [...text.matchAll(/"httpStatus":(\d+)|"result"/g)];
        for (const [, status] of codes) note(Number(status ?? 200), `${path} ${body}`);
      });
      await Promise.all([...alone, ...together]);
    }
  }
  expect(wrong).toEqual([]);
  // Some got as far as the verbs: this is not one refusal ten thousand times.
  for (const status of [200, 400, 404])
    expect(statuses.get(status), `${status}`).toBeGreaterThan(20);
}, 120_000);
