import { expect, test } from 'vitest';
import { secretMethodOf } from './oidc.ts';

test('the secret goes where the provider takes it, into the header when it says nothing', () => {
  const offers = (...methods: string[]) =>
    secretMethodOf({ token_endpoint_auth_methods_supported: methods });
  expect(secretMethodOf({})).toBe('client_secret_basic');
  expect(offers('client_secret_post', 'client_secret_basic')).toBe('client_secret_basic');
  expect(offers('private_key_jwt', 'client_secret_post')).toBe('client_secret_post');
  expect(offers('private_key_jwt')).toBe('client_secret_basic');
});
