import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';
import { addressForPg, plainAddress } from './database-address.ts';

const SERVER = 'postgres://ada:p%40ss@db.example.com:5432/easel';

test.each([
  ['', ''],
  ['?sslmode=require&channel_binding=require', '?sslmode=require'],
  ['?sslmode=require&supa=base-pooler.x', '?sslmode=require'],
  ['?pgbouncer=true&connection_limit=1', ''],
  ['?schema=public&application_name=walls', '?application_name=walls'],
  ['?options=endpoint%3Dep-1', '?options=endpoint%3Dep-1'],
])('an address that services hand out works as it is: %s', (given, kept) => {
  expect(plainAddress(SERVER + given)).toBe(SERVER + kept);
  const { database } = parseConfig({ POSTGRES_URL: SERVER + given, AUTH_SECRET: 'x'.repeat(16) });
  expect(database).toEqual({ url: SERVER + kept, directUrl: SERVER + kept });
});

test.each(['?sslmode=prefer', '?sslmode=nonsense', '?sslmode=require&sslrootcert=/ca.pem'])(
  'what would be encrypted less than it says is told: %s',
  (given) => {
    const env = { DATABASE_URL: SERVER, DATABASE_DIRECT_URL: SERVER + given };
    expect(() => parseConfig({ ...env, AUTH_SECRET: 'x'.repeat(16) })).toThrow(ConfigError);
  },
);

test('both drivers mean the same by an address', () => {
  expect(addressForPg(SERVER)).toBe(SERVER);
  expect(addressForPg(`${SERVER}?sslmode=verify-full`)).toBe(`${SERVER}?sslmode=verify-full`);
  expect(addressForPg(`${SERVER}?options=x&sslmode=require`)).toBe(
    `${SERVER}?options=x&sslmode=no-verify`,
  );
});
