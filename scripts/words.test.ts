import { expect, test } from 'vitest';
import { Refusal } from './progress.ts';
import { wordsOf } from './words.ts';

const OPTIONS = { size: { type: 'string' }, deep: { type: 'boolean' } } as const;
const read = (...words: string[]) => wordsOf(words, OPTIONS, 'command [--size N] [--deep]');

test('options are read as npm hands them on, and as pnpm does', () => {
  expect(read('--size', '5')).toEqual({ size: '5' });
  expect(read('--', '--size', '5', '--deep')).toEqual({ size: '5', deep: true });
});

test.each(['--sise', 'size', '--size'])('%s is refused in a sentence that says how', (word) => {
  expect(() => read(word)).toThrow(Refusal);
  expect(() => read(word)).toThrow(/Usage: command \[--size N\]/);
});
