import { expect, test } from 'vitest';
import { ideasOfToday } from './ideas-of-today.ts';

const ideas = ['a', 'b', 'c', 'd', 'e'];

test('a day has the same ideas from its first minute to its last', () => {
  const morning = ideasOfToday(ideas, 2, new Date('2026-11-24T00:00:00Z'));
  expect(ideasOfToday(ideas, 2, new Date('2026-11-24T23:59:59Z'))).toEqual(morning);
});

test('the next day has other ideas, and every idea has its day', () => {
  const seen = Array.from({ length: 5 }, (_, day) =>
    ideasOfToday(ideas, 2, new Date(Date.UTC(2026, 10, 24 + day))),
  );
  expect(seen[1]).not.toEqual(seen[0]);
  expect(new Set(seen.flat())).toEqual(new Set(ideas));
});

test('fewer ideas than asked for are all shown once', () => {
  expect(ideasOfToday(['a'], 4, new Date(0))).toEqual(['a']);
});
