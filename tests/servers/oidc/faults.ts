import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { OidcFault } from './control.ts';

/** A token answer with the ID token's fault in it. */
export function spoilTokens(body: object, fault: OidcFault, key: KeyObject): object {
  if (!('id_token' in body) || typeof body.id_token !== 'string') return body;
  const [head = '', claims = ''] = body.id_token.split('.');
  const header = decode(head);
  const payload = decode(claims);
  switch (fault) {
    case 'nonce':
      return { ...body, id_token: jwt(header, { ...payload, nonce: 'another' }, key) };
    case 'issuer':
      return { ...body, id_token: jwt(header, { ...payload, iss: 'https://evil.example' }, key) };
    case 'audience':
      return { ...body, id_token: jwt(header, { ...payload, aud: 'another' }, key) };
    case 'expired': {
      const past = Math.floor(Date.now() / 1000) - 3600;
      return { ...body, id_token: jwt(header, { ...payload, iat: past - 600, exp: past }, key) };
    }
    case 'foreign key': {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return { ...body, id_token: jwt(header, payload, privateKey) };
    }
    case 'no signature':
      return { ...body, id_token: `${encode({ ...header, alg: 'none' })}.${claims}.` };
    default:
      return body;
  }
}

/** Any other answer with the fault in it. */
export function spoilDescription(body: object, fault: OidcFault, path: string): object {
  if (path === '/me' && fault === 'another person at userinfo') return { ...body, sub: 'mallory' };
  if (!path.endsWith('/openid-configuration')) return body;
  if (fault === 'secret by post only')
    return { ...body, token_endpoint_auth_methods_supported: ['client_secret_post'] };
  if (fault === 'no pkce in the description')
    return { ...body, code_challenge_methods_supported: undefined };
  return body;
}

function jwt(header: object, payload: object, key: KeyObject): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
