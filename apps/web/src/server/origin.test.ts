import { expect, test } from 'vitest';
import { isJson, isSameOrigin } from './origin.ts';

const SITE = ['https://easel.example'];

test.each([
  [{ origin: 'https://easel.example' }],
  [{ origin: 'https://easel.example', 'sec-fetch-site': 'same-origin' }],
  [{ 'sec-fetch-site': 'same-origin' }],
  [{ 'sec-fetch-site': 'none' }],
  [{}],
])('%j may change something', (headers) => {
  expect(isSameOrigin(new Headers(headers), SITE)).toBe(true);
});

test.each([
  [{ origin: 'https://evil.example' }],
  [{ origin: 'http://easel.example' }],
  [{ origin: 'https://easel.example:8443' }],
  [{ origin: 'https://easel.example.evil.example' }],
  [{ origin: 'null' }],
  [{ origin: '' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
])('%j comes from another site', (headers) => {
  expect(isSameOrigin(new Headers(headers), SITE)).toBe(false);
});

test('only a body declared as JSON is taken for JSON', () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON'])
    expect(isJson(new Headers({ 'content-type': type })), type).toBe(true);
  for (const type of ['text/plain', 'application/jsonp', 'text/plain;application/json', ''])
    expect(isJson(new Headers({ 'content-type': type })), type).toBe(false);
  expect(isJson(new Headers())).toBe(false);
});
