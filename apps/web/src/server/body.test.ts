import { expect, test } from 'vitest';
import { BodyError, readBody, readForm, readJson } from './body.ts';

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
const json = { 'content-type': 'application/json' };

async function statusOf(work: Promise<unknown>): Promise<number> {
  try {
    await work;
    return 200;
  } catch (error) {
    if (error instanceof BodyError) return error.status;
    throw error;
  }
}

test('a body within the limit is read as it is', async () => {
  expect(await readBody(post('hello'), 5)).toEqual(new TextEncoder().encode('hello'));
  expect(await readBody(new Request('http://localhost/'), 5)).toHaveLength(0);
  expect(await readJson(post('{"a":1}', json), 100)).toEqual({ a: 1 });
});

test('reading stops soon after the limit, however much would follow', async () => {
  let given = 0;
  const endless = new ReadableStream({
    pull(controller) {
      given += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  expect(await statusOf(readBody(post(endless), 10_000))).toBe(413);
  expect(given).toBeLessThan(20_000);
});

test('a declared length beyond the limit is refused before anything is read', async () => {
  expect(await statusOf(readBody(post('hello', { 'content-length': '5000' }), 100))).toBe(413);
});

test('anything that is not what it has to be is refused', async () => {
  expect(await statusOf(readJson(post('{}'), 100))).toBe(415);
  expect(await statusOf(readJson(post('{', json), 100))).toBe(400);
  expect(await statusOf(readJson(post(new Uint8Array([0x22, 0xff, 0x22]), json), 100))).toBe(400);
  expect(await statusOf(readForm(post('{}', json)))).toBe(415);
  expect((await readForm(post(new URLSearchParams({ a: 'b' })))).get('a')).toBe('b');
});
