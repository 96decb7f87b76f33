import { once } from 'node:events';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Behaviour, Fault } from '../../../../tests/servers/relay.ts';
import { createServiceModel } from './model.ts';
import { KEY, useRelay } from './testing-relay.ts';

const { control, paint, paintError, report } = useRelay();

/** Everything that an error would put into a log. */
function logged(error: Error): string {
  return inspect(error, { depth: 10 }) + JSON.stringify(error) + String(error.stack);
}

describe('faults of the service', () => {
  const faults: [Fault, string, boolean][] = [
    ['html200', 'UPSTREAM_UNAVAILABLE', true],
    ['html502', 'UPSTREAM_UNAVAILABLE', true],
    ['cutBody', 'UPSTREAM_UNAVAILABLE', true],
    ['error200', 'UPSTREAM_UNAVAILABLE', true],
    ['rateLimit', 'UPSTREAM_RATE_LIMITED', true],
    ['insufficient_quota', 'UPSTREAM_BILLING', false],
    ['moderation_blocked', 'PROMPT_REJECTED', false],
    ['echoKey401', 'UPSTREAM_AUTH', false],
    ['redirect', 'UPSTREAM_UNAVAILABLE', false],
    ['noImage', 'UPSTREAM_BAD_IMAGE', false],
    ['notABase64', 'UPSTREAM_BAD_IMAGE', false],
    ['svg', 'UPSTREAM_BAD_IMAGE', false],
  ];
  test.each(faults)('%s is %s, worth another try: %s', async (fault, reason, retryable) => {
    await control({ default: fault });
    expect(await paintError()).toMatchObject({ name: 'PaintError', reason, retryable });
    expect((await report()).calls, 'a paid call is never repeated here').toBe(1);
  });

  test.each(faults.filter(([, reason]) => reason !== 'UPSTREAM_BAD_IMAGE'))(
    '%s is the same while previews are streamed',
    async (fault, reason, retryable) => {
      await control({ default: fault });
      expect(await paintError({ onPreview: () => {} })).toMatchObject({ reason, retryable });
    },
  );

  test('a stream that ends after the previews is no picture', async () => {
    await control({ default: 'cutStream' });
    let previews = 0;
    const error = await paintError({
      onPreview: () => {
        previews += 1;
      },
    });
    expect(error).toMatchObject({ reason: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(previews).toBe(2);
  });

  test('half a picture is handed on: whoever stores it decodes it whole', async () => {
    await control({ default: 'halfImage' });
    expect((await paint()).mediaType).toBe('image/png');
  });
});

describe('answers of any shape', () => {
  const shapes: [string, Behaviour, string, boolean][] = [
    ['a text', { status: 500, body: 'oops' }, 'UPSTREAM_UNAVAILABLE', true],
    ['nothing', { status: 503, body: '' }, 'UPSTREAM_UNAVAILABLE', true],
    ['a number', { status: 500, body: 7 }, 'UPSTREAM_UNAVAILABLE', true],
    ['null', { status: 500, body: 'null' }, 'UPSTREAM_UNAVAILABLE', true],
    ['a list', { status: 500, body: [{ message: 'oops' }] }, 'UPSTREAM_UNAVAILABLE', true],
    ['an error as text', { status: 500, body: { error: 'oops' } }, 'UPSTREAM_UNAVAILABLE', true],
    ['a message', { status: 401, body: { message: 'no' } }, 'UPSTREAM_AUTH', false],
    ['a detail', { status: 403, body: { detail: 'no' } }, 'UPSTREAM_AUTH', false],
    [
      'a wall before the service',
      { status: 403, body: '<html>Attention' },
      'UPSTREAM_UNAVAILABLE',
      true,
    ],
    ['a gateway that waited', { status: 504, body: '<html>' }, 'UPSTREAM_UNAVAILABLE', true],
    ['a login page', { status: 401, body: '<html>' }, 'UPSTREAM_AUTH', false],
    ['a wrong address', { status: 404, body: '<html>' }, 'UPSTREAM_UNAVAILABLE', false],
    ['payment required', { status: 402, body: {} }, 'UPSTREAM_BILLING', false],
    [
      'an empty account, as one-api says it',
      {
        status: 403,
        body: { error: { code: 'insufficient_user_quota', message: '用户额度不足' } },
      },
      'UPSTREAM_BILLING',
      false,
    ],
    [
      'an empty account in Chinese',
      { status: 500, body: { msg: '账户余额不足' } },
      'UPSTREAM_BILLING',
      false,
    ],
    [
      'a hard limit',
      { status: 400, body: { error: { code: 'billing_hard_limit_reached' } } },
      'UPSTREAM_BILLING',
      false,
    ],
    [
      'a hard limit with 429',
      { status: 429, body: { error: { code: 'billing_hard_limit_reached' } } },
      'UPSTREAM_BILLING',
      false,
    ],
    [
      'a policy',
      { status: 400, body: { error: { code: 'content_policy_violation' } } },
      'PROMPT_REJECTED',
      false,
    ],
    [
      'a filter with 500',
      { status: 500, body: { error: { code: 'content_filter' } } },
      'PROMPT_REJECTED',
      false,
    ],
    [
      'a filter with 200',
      { status: 200, body: { error: { code: 'sensitive_words_detected' } } },
      'PROMPT_REJECTED',
      false,
    ],
    [
      'a code with 200',
      { status: 200, body: { code: 429, msg: 'slow down' } },
      'UPSTREAM_RATE_LIMITED',
      true,
    ],
    [
      'an error as text with 200',
      { status: 200, body: { error: 'busy' } },
      'UPSTREAM_UNAVAILABLE',
      true,
    ],
    ['a text with 200', { status: 200, body: 'OK' }, 'UPSTREAM_UNAVAILABLE', true],
    ['nothing with 200', { status: 200, body: '' }, 'UPSTREAM_UNAVAILABLE', true],
    ['null with 200', { status: 200, body: 'null' }, 'UPSTREAM_UNAVAILABLE', true],
    ['an object with 200', { status: 200, body: {} }, 'UPSTREAM_BAD_IMAGE', false],
    ['an empty entry', { status: 200, body: { data: [{}] } }, 'UPSTREAM_BAD_IMAGE', false],
    [
      'an empty text',
      { status: 200, body: { data: [{ b64_json: '' }] } },
      'UPSTREAM_BAD_IMAGE',
      false,
    ],
    [
      'half of JSON',
      { status: 200, body: '{"data":[{"b64_json":"iVBO' },
      'UPSTREAM_UNAVAILABLE',
      true,
    ],
    [
      'a size, by parameter',
      { status: 400, body: { error: { param: 'size', message: 'no' } } },
      'SIZE_UNSUPPORTED',
      false,
    ],
    [
      'a size, in words',
      { status: 400, body: { error: { message: 'Invalid size. Must be one of' } } },
      'SIZE_UNSUPPORTED',
      false,
    ],
    [
      'a model that is not there',
      { status: 404, body: { error: { code: 'model_not_found' } } },
      'UPSTREAM_UNAVAILABLE',
      false,
    ],
    ['a timeout of the relay', { status: 408, body: {} }, 'UPSTREAM_TIMEOUT', true],
  ];
  test.each(shapes)('%s', async (_, behaviour, reason, retryable) => {
    await control({ default: behaviour });
    expect(await paintError()).toMatchObject({ reason, retryable });
  });

  test('an error amid events', async () => {
    const events = 'event: error\ndata: {"error":{"code":"moderation_blocked"}}\n\n';
    await control({
      default: { status: 200, body: events, headers: { 'content-type': 'text/event-stream' } },
    });
    const options = { onPreview: () => {} };
    expect(await paintError(options)).toMatchObject({ reason: 'PROMPT_REJECTED' });
    await control({ default: { status: 200, body: 'data: {"type":"error","code":"x"}\n\n' } });
    expect(await paintError(options)).toMatchObject({ reason: 'UPSTREAM_UNAVAILABLE' });
    await control({ default: { status: 200, body: 'data: {"type":\n\n' } });
    expect(await paintError(options)).toMatchObject({
      reason: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
    });
  });
});

describe('how long to wait', () => {
  test.each([
    ['seconds', 7, 7000],
    ['absent', 7, undefined],
  ] as const)('%s', async (retryAfterAs, retryAfter, expected) => {
    await control({ default: { fault: 'rateLimit', retryAfter, retryAfterAs } });
    expect((await paintError()).retryAfterMs).toBe(expected);
  });

  test('a date', async () => {
    await control({ default: { fault: 'rateLimit', retryAfter: 60, retryAfterAs: 'date' } });
    const { retryAfterMs } = await paintError();
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test('a service that is down may say it, too', async () => {
    await control({ default: { status: 503, body: {}, headers: { 'retry-after': '3' } } });
    expect((await paintError()).retryAfterMs).toBe(3000);
  });
});

describe('time and patience', () => {
  test.each([false, true])(
    'a service that hangs is left after the time is up (previews: %s)',
    async (previews) => {
      await control({ default: 'hang' });
      const options = { timeoutMs: 200, ...(previews ? { onPreview: () => {} } : {}) };
      expect(await paintError(options)).toMatchObject({
        reason: 'UPSTREAM_TIMEOUT',
        retryable: true,
      });
    },
  );

  test('the time counts to the end of the picture, not to its first preview', async () => {
    await control({ delayMs: 3000 });
    const error = await paintError({ timeoutMs: 600, onPreview: () => {} });
    expect(error.reason).toBe('UPSTREAM_TIMEOUT');
  });

  test.each(['before it is sent', 'while it waits', 'amid events'])(
    'a caller can cancel %s',
    async (when) => {
      await control({ delayMs: 3000 });
      const controller = new AbortController();
      if (when === 'before it is sent') controller.abort();
      else setTimeout(() => controller.abort(), 300);
      const options = when === 'amid events' ? { onPreview: () => {} } : {};
      const error = await paintError({ signal: controller.signal, ...options });
      expect(error).toMatchObject({ reason: 'CANCELED', retryable: false });
      if (when === 'before it is sent') expect((await report()).calls).toBe(0);
      else await expect.poll(async () => (await report()).requests[0]?.aborted).toBe(true);
    },
  );

  test('a service that is not there is unavailable', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((closed) => server.close(closed));
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const settings = { apiKey: KEY, baseUrl, models: [], moderation: false };
    const model = createServiceModel('gpt-image-2', { ...settings, timeoutMs: 5000 });
    const request = {
      prompt: 'x',
      size: { width: 1024, height: 1024 },
      signal: AbortSignal.timeout(9000),
    };
    await expect(model.paint(request)).rejects.toMatchObject({
      reason: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('the key', () => {
  test.each([
    ['in a 401', { fault: 'echoKey401' }],
    ['in a text', { status: 500, body: `Authorization: Bearer ${KEY}` }],
    [
      'in JSON',
      { status: 500, body: { error: { message: KEY, code: KEY, type: KEY, param: KEY } } },
    ],
    ['in an address', { status: 500, body: `https://x.example/?key=${encodeURIComponent(KEY)}` }],
    ['in base64', { status: 500, body: Buffer.from(KEY).toString('base64') }],
    ['in a page', { status: 200, body: `<html>${KEY}` }],
    ['at a place where the log is cut', { status: 500, body: 'x'.repeat(1990) + KEY }],
  ] satisfies [string, Behaviour][])('%s is not logged', async (_, behaviour) => {
    await control({ default: behaviour });
    const error = await paintError();
    for (const form of [
      KEY,
      KEY.slice(0, 10),
      encodeURIComponent(KEY),
      Buffer.from(KEY).toString('base64'),
    ]) {
      expect(logged(error)).not.toContain(form);
    }
  });

  test('everything else is: status, code and what the service said', async () => {
    await control({ default: 'echoKey401' });
    const { message } = await paintError();
    expect(message).toContain('401');
    expect(message).toContain('invalid_api_key');
    expect(message).toContain('Incorrect API key provided: [key].');
  });
});
