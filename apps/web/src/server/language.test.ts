import { startLocalSession, viewerOfSession } from '@easel/api/server';
import { generations } from '@easel/db';
import { expect, test } from 'vitest';
import { openTestStudio } from '../../../../packages/api/src/testing.ts';
import en from '../../messages/en.json';
import zh from '../../messages/zh.json';
import { languageOf } from './language.ts';
import { callTrpc, serveFrom } from './testing-call.ts';

const ORIGINS = ['https://easel.example'];

test.each([
  ['nothing is said', {}, 'en'],
  ['Chinese is preferred', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' }, 'zh'],
  ['English is preferred', { 'accept-language': 'en;q=0.9, zh-Hant;q=0.5' }, 'en'],
  ['the weights turn the order', { 'accept-language': 'en;q=0.2,zh;q=0.9' }, 'zh'],
  ['only others are spoken', { 'accept-language': 'fr,de;q=0.9' }, 'en'],
  ['Chinese is ruled out', { 'accept-language': 'zh;q=0' }, 'en'],
  ['it is no list', { 'accept-language': ';q=;;,zh;q=x' }, 'en'],
  [
    'a Chinese page asks',
    { referer: 'https://easel.example/zh/create', 'accept-language': 'en' },
    'zh',
  ],
  [
    'an English page asks',
    { referer: 'https://easel.example/create', 'accept-language': 'zh' },
    'en',
  ],
  ['another site asks', { referer: 'https://other.example/zh', 'accept-language': 'en' }, 'en'],
])('when %s the answer is in the right language', (_, headers, language) => {
  expect(languageOf(new Headers(headers), ORIGINS)).toBe(language);
});

test('why something was refused or failed is said in the language of whoever asks', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  serveFrom(studio);
  const { sessionToken } = await startLocalSession(studio, 'Ada', null);
  const viewer = await viewerOfSession(studio, sessionToken);
  await studio.db.insert(generations).values({
    userId: viewer?.id ?? '',
    prompt: 'a pier',
    model: 'painter',
    width: 1024,
    height: 1024,
    status: 'failed',
    reason: 'UPSTREAM_TIMEOUT',
    visibility: 'public',
    requestId: 'test',
  });
  for (const [language, words] of [
    ['zh-CN', zh.errors],
    ['en', en.errors],
  ] as const) {
    const refused = await callTrpc(studio, 'generation.list', { language });
    expect((await refused.json()).error.json.message).toBe(words.SIGNED_OUT);
    const body = '{"json":{"__proto__":1}}';
    const malformed = await callTrpc(studio, 'generation.create', { language, body, sessionToken });
    expect((await malformed.json()).error.json.message).toBe(words.INPUT_INVALID);
    const listed = await callTrpc(studio, 'generation.list', { language, sessionToken });
    const [failed] = (await listed.json()).result.data.json.items;
    expect(failed.error.message).toBe(words.UPSTREAM_TIMEOUT);
  }
});
