import { expect, test } from 'vitest';
import { PEER } from '../../peer.ts';
import { addressOf } from './address.ts';

const from = (peer: string, forwarded?: string) =>
  new Headers({ [PEER]: peer, ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) });

test('without a trusted proxy only the connection counts, whatever a header says', () => {
  expect(addressOf(from('192.0.2.1', '198.51.100.9'), null)).toBe('192.0.2.1');
  expect(addressOf(from('::ffff:192.0.2.1'), null)).toBe('192.0.2.1');
  expect(
    addressOf(new Headers({ 'x-forwarded-for': '198.51.100.9' }), { hops: 1 }),
  ).toBeUndefined();
});

test.each([
  [1, '198.51.100.9', '198.51.100.9'],
  [1, '203.0.113.5, 198.51.100.9', '198.51.100.9'],
  [2, '203.0.113.5, 198.51.100.9', '203.0.113.5'],
  [2, 'forged, 203.0.113.5,198.51.100.9', '203.0.113.5'],
  [3, '198.51.100.9', '198.51.100.9'],
  [1, '', '10.0.0.1'],
  [1, 'nonsense', '10.0.0.1'],
])('behind %i proxies "%s" means %s', (hops, forwarded, expected) => {
  expect(addressOf(from('10.0.0.1', forwarded), { hops })).toBe(expected);
});

test.each([
  ['10.0.0.1', '198.51.100.9', '198.51.100.9'],
  ['10.0.0.1', 'forged, 198.51.100.9, 10.9.9.9', '198.51.100.9'],
  ['::ffff:10.0.0.1', '198.51.100.9', '198.51.100.9'],
  ['::1', '198.51.100.9', '198.51.100.9'],
  ['192.0.2.1', '198.51.100.9', '192.0.2.1'],
  ['10.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.2'],
])('at %s, "%s" said by the proxies that are named means %s', (peer, forwarded, expected) => {
  const trust = { proxies: ['10.0.0.0/8', '::1'] };
  expect(addressOf(from(peer, forwarded), trust)).toBe(expected);
});

test('whoever has an IPv6 network is one place in it', () => {
  const same = ['2001:db8:1:2::1', '2001:DB8:1:2:3:4:5:6', '2001:0db8:0001:0002::'];
  for (const address of same)
    expect(addressOf(from(address), null), address).toBe('2001:db8:1:2::/64');
  expect(addressOf(from('2001:db8:1:3::1'), null)).toBe('2001:db8:1:3::/64');
  expect(addressOf(from('::1'), null)).toBe('0:0:0:0::/64');
  expect(addressOf(from('fe80::1%eth0'), null)).toBe('fe80:0:0:0::/64');
});
