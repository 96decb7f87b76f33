import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentTypeOf, objectKey, parseKey, StorageError, withVisibility } from './index.ts';

const REFUSED = [
  '',
  'public',
  'public/',
  'other/a.png',
  '/public/a.png',
  'public//a.png',
  'public/a/',
  'public/./a.png',
  'public/../a.png',
  'public/a/..',
  'public/a..png',
  'public/.hidden',
  'public/a.',
  'public/a\0.png',
  'public/a\n.png',
  'public/a b.png',
  'public/a%2f..%2fb.png',
  'public/a\\b.png',
  'public/c:a.png',
  'public/A.png',
  'public/é.png',
  'public/con',
  'public/nul.png',
  'public/com1/a.png',
  'public/lpt9.tar.gz',
  `public/${'a'.repeat(201)}`,
  `public/${'a/'.repeat(260)}a`,
  'C:/public/a.png',
  '~/public/a.png',
  'public',
];

test.each(REFUSED)('%j is no key', (text) => {
  expect(() => parseKey(text)).toThrow(StorageError);
});

test.each(['public/a.png', 'private/0192-ab/f_0.tar.gz', 'public/console/nullable.webp'])(
  '%s is a key',
  (text) => {
    expect(parseKey(text)).toBe(text);
  },
);

test('no text that is taken for a key leaves the folder it is put in', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '/', '\\', '\0', 'public', 'private', 'con', '%2e', 'a', '~', ':'),
    fc.string({ maxLength: 4, unit: 'binary' }),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const base = resolve('/srv/objects');
  const property = fc.property(text, fc.constantFrom('public/', 'private/', ''), (tail, head) => {
    let key: string;
    try {
      key = parseKey(head + tail);
    } catch (error) {
      return error instanceof StorageError && error.reason === 'InvalidKey';
    }
    return join(base, key).startsWith(`${base}${sep}p`) && !key.includes('\0');
  });
  fc.assert(property, { numRuns: 3000 });
});

test('an object is named by its content, and the same bytes give the same key', () => {
  const bytes = new TextEncoder().encode('abc');
  const name = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(objectKey('private', 'owner-1', bytes, 'jpg')).toBe(`private/owner-1/${name}.jpg`);
  expect(() => objectKey('private', '../x', bytes, 'jpg')).toThrow(StorageError);
  expect(() => objectKey('private', 'a/b', bytes, 'jpg')).toThrow(StorageError);
  expect(withVisibility(`private/owner-1/${name}.jpg`, 'public')).toBe(
    `public/owner-1/${name}.jpg`,
  );
});

test('the extension says the type, and what is unknown is only bytes', () => {
  expect(contentTypeOf('public/a/b.webp')).toBe('image/webp');
  expect(contentTypeOf('public/a/b.jpg')).toBe('image/jpeg');
  for (const key of [
    'public/a/b.html',
    'public/a/b.svg',
    'public/png',
    'public/a/b.constructor',
  ] as const) {
    expect(contentTypeOf(key)).toBe('application/octet-stream');
  }
});
