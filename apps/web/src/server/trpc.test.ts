import { startLocalSession } from '@easel/api/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStudio } from '../../../../packages/api/src/testing.ts';
import { callTrpc, serveFrom } from './testing-call.ts';

let opened: Awaited<ReturnType<typeof openTestStudio>>;
beforeAll(async () => {
  opened = await openTestStudio();
  serveFrom(opened.studio);
});
afterAll(() => opened[Symbol.asyncDispose]());

test.each([
  ['a batch with a subscription in it', 'model.list,generation.watch', '?batch=1'],
  ['a batch that is too large', Array(11).fill('model.list').join(), '?batch=1'],
  ['parameters of a connection', 'model.list', '?connectionParams={'],
  ['an input that is no JSON', 'model.list', '?input={'],
  ['an unknown procedure', 'model.none', ''],
])('%s is refused under the id of the request', async (_, path, query) => {
  const answer = await callTrpc(opened.studio, path, { query });
  const { error } = await answer.json();
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(error.json.data.httpStatus).toBe(answer.status);
  expect(error.json.data.requestId).toBe(answer.headers.get('x-request-id'));
});

test.each([
  ['MODEL_UNKNOWN', { model: 'none' }],
  ['SIZE_UNSUPPORTED', { size: '1x1' }],
  ['SIZE_UNSUPPORTED', { size: 'as large as can be' }],
  ['PROMPT_INVALID', { prompt: ' ' }],
  ['PROMPT_INVALID', { prompt: 'a'.repeat(1001) }],
  ['INPUT_INVALID', { quality: 'none' }],
  ['INPUT_INVALID', { nothing: 'known' }],
])('what cannot be painted is refused as %s: %o', async (reason, odd) => {
  const { sessionToken } = await startLocalSession(opened.studio, 'Ada', null);
  const body = JSON.stringify({ json: { prompt: 'a lake', ...odd } });
  const answer = await callTrpc(opened.studio, 'generation.create', { body, sessionToken });
  expect([answer.status, (await answer.json()).error.json.data.reason]).toEqual([400, reason]);
});
