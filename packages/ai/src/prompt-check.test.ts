import { describe, expect, test } from 'vitest';
import { checkPrompt } from './prompt-check.ts';

describe('prompts that pass', () => {
  test.each([
    ['trimmed', '  a lake \n', 'a lake'],
    ['Chinese', '雪山下的湖泊', '雪山下的湖泊'],
    ['several lines', 'a lake\n\tat dawn', 'a lake\n\tat dawn'],
    ['line breaks as Windows writes them', 'a\r\nb', 'a\nb'],
    ['joined emoji', '👨‍👩‍👧 by a lake', '👨‍👩‍👧 by a lake'],
    ['a thousand letters', 'x'.repeat(1000), 'x'.repeat(1000)],
    ['a thousand characters outside the basic plane', '🏔'.repeat(1000), '🏔'.repeat(1000)],
    ['a thousand letters between spaces', ` ${'x'.repeat(1000)} `, 'x'.repeat(1000)],
  ])('%s', (_, text, prompt) => {
    expect(checkPrompt(text)).toBe(prompt);
  });
});

describe('prompts that do not', () => {
  test.each([
    ['empty', ''],
    ['only spaces', ' \n\t　'],
    ['only invisible characters', '\u200b\u200d\ufeff'],
    ['a thousand and one letters', 'x'.repeat(1001)],
    ['a thousand and one outside the basic plane', '🏔'.repeat(1001)],
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['NUL', 'a\0b'],
    ['escape', 'a\u001b[31mb'],
    ['a lone carriage return', 'a\rb'],
    ['delete', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['half a surrogate pair', 'a\ud83cb'],
    ['the other half', 'a\udfd4'],
  ])('%s', (_, text) => {
    expect(checkPrompt(text)).toBeNull();
  });
});
