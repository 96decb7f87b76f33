import { expect, test } from 'vitest';
import { callbackPath, inLanguageOf } from './callback-url.ts';

const SITE = ['http://localhost:3000', 'http://127.0.0.1:3000'];

test.each([
  ['/', '/'],
  ['/create', '/create'],
  ['/zh/w/0198c5b2?from=feed#top', '/zh/w/0198c5b2?from=feed#top'],
  ['/?query=%E5%B1%B1&color=red', '/?query=%E5%B1%B1&color=red'],
  ['create', '/create'],
  ['http://localhost:3000/library', '/library'],
  ['http://127.0.0.1:3000/library', '/library'],
  ['/search?next=https://evil.example', '/search?next=https://evil.example'],
])('%s leads to a page of this site', (value, path) => {
  expect(callbackPath(value, SITE)).toBe(path);
});

test.each([
  'https://evil.example',
  'http://evil.example/create',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  '\u0000//evil.example',
  'https:evil.example',
  'https:/evil.example',
  'hTTps://evil.example',
  'http://localhost:3000@evil.example/',
  'http://localhost:3000.evil.example/',
  'http://localhost:3001/',
  'https://localhost:3000/',
  'http://user:word@localhost:3000/',
  'http://localhost:3000//evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:http://localhost:3000/x',
  '//localhost:3000@evil.example',
  'http://[::1',
  '/api/auth/signout',
  '/API/sign-out',
  '/media/private/x.webp',
  `/${'a'.repeat(3000)}`,
  '',
  undefined,
  null,
  42,
  ['/create'],
])('%j leads to the front page', (value) => {
  const path = callbackPath(value, SITE);
  expect(path).toBe('/');
});

test('whatever it is given, the answer followed on its own stays on the site', () => {
  const parts = ['/', '\\', '.', '..', '%2f', '%5c', '@', ':', 'evil.example', '\t', '?', '#'];
  for (const a of parts)
    for (const b of parts)
      for (const c of parts)
        for (const d of parts) {
          const path = callbackPath(a + b + c + d, SITE);
          expect(new URL(path, 'http://localhost:3000').origin).toBe('http://localhost:3000');
          expect(path.startsWith('//')).toBe(false);
        }
});

test('the sign-in page speaks the language of the page that asked for it', () => {
  expect(inLanguageOf('/zh/create', '/sign-in')).toBe('/zh/sign-in');
  expect(inLanguageOf('/zh', '/sign-in')).toBe('/zh/sign-in');
  expect(inLanguageOf('/zhou', '/sign-in')).toBe('/sign-in');
  expect(inLanguageOf('/create', '/sign-in')).toBe('/sign-in');
});
