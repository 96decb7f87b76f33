import { expect, test } from 'vitest';
import { setSession } from './session-cookie.ts';

const session = { sessionToken: 'abc', expires: new Date(Date.now() + 60_500) };

test('on https the cookie is bound to this host', () => {
  expect(setSession({ origin: 'https://easel.example' }, session)).toBe(
    '__Host-authjs.session-token=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
  );
});

test('on http it works without', () => {
  expect(setSession({ origin: 'http://localhost:3000' }, session)).toBe(
    'authjs.session-token=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
  );
});

test('signing out takes it away', () => {
  expect(setSession({ origin: 'http://localhost:3000' }, null)).toContain(
    'session-token=; Path=/; Max-Age=0;',
  );
});
