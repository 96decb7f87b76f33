import { expect, test } from 'vitest';
import { askedRange, matchesTag, within } from './byte-range.ts';

const answer = (header: string | null, size = 1000) => {
  const asked = askedRange(header);
  return asked && within(asked, size);
};

test.each([
  ['bytes=0-99', { start: 0, end: 99 }],
  ['bytes=900-', { start: 900, end: 999 }],
  ['bytes=-100', { start: 900, end: 999 }],
  ['bytes=-5000', { start: 0, end: 999 }],
  ['bytes=0-5000', { start: 0, end: 999 }],
  ['bytes=999-999', { start: 999, end: 999 }],
  ['BYTES=0-0', { start: 0, end: 0 }],
])('%s names a part', (header, part) => {
  expect(answer(header)).toEqual(part);
});

test.each([
  null,
  '',
  'bytes=',
  'bytes=-',
  'bytes=a-b',
  'bytes=5-2',
  'bytes=0-1,5-6',
  'items=0-1',
  'bytes 0-1',
])('%j is answered with everything', (header) => {
  expect(answer(header)).toBeNull();
});

test.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0'])('%s cannot be satisfied', (header) => {
  expect(answer(header)).toBe('unsatisfiable');
});

test('no part of nothing can be satisfied', () => {
  expect(answer('bytes=0-', 0)).toBe('unsatisfiable');
  expect(answer('bytes=-5', 0)).toBe('unsatisfiable');
});

test('tags are compared weakly, one of a list or any', () => {
  for (const header of ['"abc"', 'W/"abc"', '"x", "abc"', '*', ' "abc" '])
    expect(matchesTag(header, 'abc'), header).toBe(true);
  for (const header of [null, '', '"ab"', 'abc', '"x"'])
    expect(matchesTag(header, 'abc'), String(header)).toBe(false);
});
