import { expect, test } from 'vitest';
import { importOptions } from './import-tutorial.ts';

test('the words of the command are read, also behind a separator', () => {
  expect(importOptions(['--', '--from', 'postgres://a/b', '--limit', '5'])).toMatchObject({
    from: 'postgres://a/b',
    images: 'copy',
    limit: 5,
    dryRun: false,
  });
});

test('what cannot be is refused with a sentence', () => {
  const from = ['--from', 'postgres://a/b'];
  expect(() => importOptions([])).toThrow('--from');
  expect(() => importOptions([...from, '--images', 'link'])).toThrow('cannot be linked');
  expect(() => importOptions([...from, '--limit', '0'])).toThrow('--limit');
  expect(() => importOptions([...from, '--clerk', '/nowhere'])).toThrow('cannot be read');
  expect(() => importOptions([...from, '--allow-origin', 'x'])).toThrow('--allow-origin');
  expect(() => importOptions([...from, '--odd'])).toThrow('--odd');
});
