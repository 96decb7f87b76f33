import { parseConfig } from '@easel/api/config';
import { expect, test } from 'vitest';
import { addressOf, warningsOf } from './announcement.ts';

test.each([
  ['localhost', 'http://localhost:3000'],
  ['127.0.0.1', 'http://localhost:3000'],
  ['0.0.0.0', 'http://localhost:3000'],
  ['::', 'http://localhost:3000'],
  ['192.168.1.5', 'http://192.168.1.5:3000'],
  ['fd00::5', 'http://[fd00::5]:3000'],
])('on HOST %s the site is at %s', (host, address) => {
  expect(addressOf({ host, port: 3000 })).toBe(address);
});

test('a site that others reach and cannot sign in to says so, and one that lets everybody in', () => {
  const warnings = (env: Record<string, string>) => warningsOf(parseConfig(env)).join();
  expect(warnings({})).toBe('');
  const open = { HOST: '0.0.0.0', AUTH_URL: 'https://walls.example.com' };
  expect(warnings(open)).toBe('');
  expect(warnings({ ...open, AUTH_LOCAL: 'true' })).toMatch(/^AUTH_LOCAL /);
  expect(warnings({ HOST: '0.0.0.0', PORT: '80' })).toBe(
    'AUTH_URL is http://localhost: nobody can sign in at any other address.',
  );
});
