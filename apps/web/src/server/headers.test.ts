import { openStudio, parseConfig, type Studio } from '@easel/api/server';
import { afterAll, expect, test } from 'vitest';
import { everyAnswer } from '../../every-answer.ts';
import { mediaHeaders, pagePolicy, workerHeaders } from './headers.ts';

const opened: Studio[] = [];
function studioWith(env: Record<string, string>): Studio {
  const studio = openStudio(parseConfig({ LOG_LEVEL: 'silent', ...env }));
  opened.push(studio);
  return studio;
}
afterAll(() => Promise.all(opened.map((studio) => studio.close())));

const policyOf = (studio: Studio, development = false) => pagePolicy(studio, 'n0nce', development);

test('a page runs only scripts with its nonce', () => {
  const policy = policyOf(studioWith({}));
  const scripts = policy.split('; ').find((rule) => rule.startsWith('script-src'));
  expect(scripts).toBe("script-src 'self' 'nonce-n0nce' 'strict-dynamic'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toContain("object-src 'none'");
});

test('pictures may come from the store that holds them, and from nowhere else', () => {
  expect(policyOf(studioWith({}))).toContain("img-src 'self' data: blob:;");
  const s3 = studioWith({ S3_BUCKET: 'easel', S3_PUBLIC_URL: 'https://cdn.example/pictures' });
  expect(policyOf(s3)).toContain("img-src 'self' data: blob: https://cdn.example;");
});

test('https is asked for only where the site has it', () => {
  const secure = studioWith({ AUTH_URL: 'https://easel.example' });
  expect(everyAnswer(secure.config.origin)).toHaveProperty('strict-transport-security');
  expect(policyOf(secure)).toContain('upgrade-insecure-requests');
  expect(everyAnswer(studioWith({}).config.origin)).not.toHaveProperty('strict-transport-security');
  expect(policyOf(studioWith({}))).not.toContain('upgrade-insecure-requests');
});

test('data and pictures can run nothing', () => {
  expect(everyAnswer('https://easel.example')['content-security-policy']).toMatch(
    /^default-src 'none'/,
  );
  expect(mediaHeaders(true)['content-security-policy']).toBe("default-src 'none'; sandbox");
});

test('the service worker may fetch from the site and from the store of pictures, and do nothing else', () => {
  const rules = (env: Record<string, string>) =>
    workerHeaders(studioWith(env))['content-security-policy'];
  expect(rules({})).toBe("default-src 'none'; connect-src 'self'");
  expect(rules({ S3_BUCKET: 'easel', S3_PUBLIC_URL: 'https://cdn.example/pictures' })).toBe(
    "default-src 'none'; connect-src 'self' https://cdn.example",
  );
  expect(policyOf(studioWith({}))).toContain("worker-src 'self'");
});
