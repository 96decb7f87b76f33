import superjson, { type SuperJSONResult } from 'superjson';
import { expect, test } from 'vitest';
import { wire } from './wire.ts';

const now = new Date('2026-07-01T12:00:00Z');

test.each([
  [
    'a page of cards',
    {
      items: [
        { id: 'a', createdAt: now },
        { id: 'b', createdAt: now },
      ],
      nextCursor: null,
    },
  ],
  [
    'an account',
    { id: 'a', email: null, quota: { limit: 20, used: 1, resetsAt: now }, screens: [] },
  ],
  ['nothing', undefined],
  ['null', null],
  ['a date', now],
  ['a missing field', { former: undefined, at: [now, { deep: [{ at: now }] }] }],
  ['plain text', 'text.with.dots'],
])('%s arrives as superjson would read it', (_, value) => {
  const sent = JSON.parse(JSON.stringify(superjson.serialize(value)));
  expect(wire.deserialize(sent)).toEqual(value);
});

test.each([
  ['an input', { id: 'a', limit: 24, screens: [{ name: 'x', width: 1, height: 2 }] }],
  ['no input', undefined],
  ['what is undefined', { prompt: 'x', quality: undefined }],
])('%s reaches the server as it was sent', (_, value) => {
  const sent: SuperJSONResult = JSON.parse(JSON.stringify(wire.serialize(value)));
  expect(superjson.deserialize(sent)).toEqual(value);
});

test('a type that no answer has is refused, not shown wrong', () => {
  const sent = JSON.parse(JSON.stringify(superjson.serialize(new Map([['a', 1]]))));
  expect(() => wire.deserialize(sent)).toThrow('map');
});
