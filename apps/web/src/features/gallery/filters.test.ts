import { expect, test } from 'vitest';
import { isNarrowed, readFilters, withFilter } from './filters.ts';

test('an address with every filter is read back as it was written', () => {
  const filters = {
    query: 'fog over pines',
    orientation: 'portrait',
    color: 'teal',
    sort: 'popular',
    fits: '1290x2796,2880x1800',
  } as const;
  expect(readFilters(withFilter(filters, {}).query)).toEqual(filters);
});

test('what the gallery does not know is left out of the filters', () => {
  expect(
    readFilters({
      orientation: 'diagonal',
      color: 'beige',
      sort: 'random',
      fits: '0x9',
      query: ' ',
    }),
  ).toEqual({});
});

test('an address that names more screens than anybody may have names none', () => {
  const screens = (count: number) => Array(count).fill('1x1').join();
  expect(readFilters({ fits: screens(10) })).toEqual({ fits: screens(10) });
  expect(readFilters({ fits: screens(11) })).toEqual({});
  expect(readFilters({ fits: '1290x2796,' })).toEqual({});
});

test('control characters in a search become spaces', () => {
  expect(readFilters({ query: 'fog\u0000\nlake\u0000' })).toEqual({ query: 'fog lake' });
  expect(readFilters({ query: '\u0000' })).toEqual({});
});

test('a parameter given twice counts once', () => {
  expect(readFilters({ color: ['red', 'blue'] })).toEqual({ color: 'red' });
});

test('the usual order and a removed filter do not stand in the address', () => {
  expect(
    withFilter({ color: 'red', sort: 'popular' }, { color: undefined, sort: 'newest' }),
  ).toEqual({ pathname: '/', query: {} });
});

test('an order alone does not narrow the gallery', () => {
  expect(isNarrowed({ sort: 'popular' })).toBe(false);
  expect(isNarrowed({ query: 'fog' })).toBe(true);
});
