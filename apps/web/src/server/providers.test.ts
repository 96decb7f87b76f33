import { expect, test } from 'vitest';
import { personOf } from './providers.ts';

test('an address counts only when the provider vouches for it', () => {
  const email = 'ada@example.com';
  expect(personOf({ sub: '1', email, email_verified: true }).email).toBe(email);
  expect(personOf({ sub: '1', email, email_verified: 'true' }).email).toBe(email);
  for (const verified of [false, 'false', undefined, null, 1, 'yes'])
    expect(personOf({ sub: '1', email, email_verified: verified }).email).toBeNull();
});

test('the best name is taken, and an address is no name', () => {
  expect(personOf({ sub: '1', name: 'Ada', nickname: 'A' }).name).toBe('Ada');
  expect(personOf({ sub: '1', name: 'ada@example.com', preferred_username: 'ada' }).name).toBe(
    'ada',
  );
  expect(personOf({ sub: '1', name: ' ', preferred_username: 'a@b.c' }).name).toBeNull();
});
