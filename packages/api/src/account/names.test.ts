import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LocalSignIn, nameFor, tidyName } from './names.ts';

test('a name is one trimmed line, and tidying it twice changes nothing', () => {
  expect(tidyName('  Ada \n Lovelace\u202e ')).toBe('Ada Lovelace');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(tidyName(tidyName(text))).toBe(tidyName(text));
    }),
  );
});

test('a chosen name has between one and sixty characters after trimming', () => {
  for (const name of ['a', ' 小明 ', '🎨'.repeat(60)])
    expect(LocalSignIn.safeParse({ name }).success, name).toBe(true);
  for (const name of ['', ' \n\u200b', '🎨'.repeat(61), 'a'.repeat(100_000), 1, null])
    expect(LocalSignIn.safeParse({ name }).success, String(name).slice(0, 80)).toBe(false);
});

test('the first usable name of a provider is taken, and cut to sixty characters', () => {
  expect(nameFor([undefined, ' ', 42, '小明', 'ming'], 'x')).toBe('小明');
  expect([...nameFor(['🎨'.repeat(80)], 'x')]).toHaveLength(60);
});

test('someone without a name gets one that says nothing about them', () => {
  const id = '0198c5b2-7d3a-7000-8000-00000000beef';
  expect(nameFor([], id)).toBe('Guest beef');
  expect(nameFor(['ada@example.com', '\u200b'], id)).toBe('Guest beef');
});
