import { beforeEach, expect, test, vi } from 'vitest';
import { safeFetch } from './safe-fetch.ts';

/** The resolver is the one thing that cannot be had for real here: what it answers next, and how often it was asked. */
const resolver = vi.hoisted(() => ({ answers: [['']], asked: 0 }));

vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (_name: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
    resolver.asked += 1;
    const addresses = resolver.answers.shift() ?? [];
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    callback(null, found);
  },
}));

beforeEach(() => {
  resolver.asked = 0;
});

test.each([
  [['10.0.0.1']],
  [['93.184.216.34', '127.0.0.1']],
  [['2606:4700::1', 'fd00::1']],
  [['::ffff:127.0.0.1']],
  [[]],
])('a name that resolves to %j is refused', async (...addresses) => {
  resolver.answers = addresses;
  await expect(
    safeFetch('https://pictures.example/a.png', { maxBytes: 9, timeoutMs: 2000 }),
  ).rejects.toMatchObject({ reason: 'Refused' });
  expect(resolver.asked).toBe(1);
});

test('a name is resolved once, so what was checked is what is connected to', async () => {
  // A second answer would be the rebinding: public for the check, loopback for the connection.
  resolver.answers = [['93.184.216.34'], ['127.0.0.1'], ['127.0.0.1']];
  await expect(
    safeFetch('https://pictures.example:9/a.png', { maxBytes: 9, timeoutMs: 400 }),
  ).rejects.toMatchObject({ retryable: true });
  expect(resolver.asked).toBe(1);
});
