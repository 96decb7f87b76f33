import { expect, test } from 'vitest';
import { getPathname, withoutLocale } from './address.ts';

test.each([
  ['en', '/', '/'],
  ['zh', '/', '/zh'],
  ['zh', '/?query=x', '/zh?query=x'],
  ['en', '/w/1', '/w/1'],
  ['zh', '/w/1?a=b#c', '/zh/w/1?a=b#c'],
] as const)('in %s, %s stands at %s', (locale, href, address) => {
  expect(getPathname({ locale, href })).toBe(address);
});

test('a query is written into the address, and what is undefined is left out', () => {
  const href = { pathname: '/', query: { query: '雪 山&c', color: undefined } };
  const address = getPathname({ locale: 'zh', href });
  expect(address).toMatch(/^\/zh\?query=/);
  expect([...new URL(address, 'http://easel.test').searchParams]).toEqual([['query', '雪 山&c']]);
  expect(getPathname({ locale: 'en', href: { pathname: '/create', query: {} } })).toBe('/create');
});

test.each([
  ['/', '/'],
  ['/zh', '/'],
  ['/zh/create', '/create'],
  ['/en', '/'],
  ['/zhou', '/zhou'],
])('%s is the page %s in whichever language', (pathname, page) => {
  expect(withoutLocale(pathname)).toBe(page);
});
