import { describe, expect, test } from 'vitest';
import { openImageService } from '../service.ts';
import { errorOf, KEY, useRelay } from './testing-relay.ts';

const { control, report, settings } = useRelay();
const signal = new AbortController().signal;

function service(change = {}) {
  const warnings: string[] = [];
  const opened = openImageService(settings(change), (message) => warnings.push(message));
  return { moderate: opened.moderate, warnings };
}

describe('a service with a moderation endpoint', () => {
  test('allows and refuses prompts', async () => {
    const { moderate, warnings } = service();
    expect(await moderate('a lake', signal)).toBe('allowed');
    expect(await moderate('a forbidden lake', signal)).toBe('refused');
    expect(warnings).toEqual([]);
  });

  test('is not asked where moderation is off or there is no key', async () => {
    expect(await service({ moderation: false }).moderate('forbidden', signal)).toBe('allowed');
    const painter = openImageService({ openai: null, timeoutMs: 1000 });
    expect(await painter.moderate('forbidden', signal)).toBe('allowed');
    expect((await report()).requests).toEqual([]);
  });
});

describe('a relay without one', () => {
  test('is noticed once and is not fatal', async () => {
    await control({ moderation: false });
    const { moderate, warnings } = service();
    expect(await moderate('a lake', signal)).toBe('unavailable');
    expect(await moderate('a lake', signal)).toBe('unavailable');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain(KEY);
  });

  test('is the same when there is no relay at all', async () => {
    const { moderate } = service({ baseUrl: 'http://127.0.0.1:1/v1' });
    expect(await moderate('a lake', signal)).toBe('unavailable');
  });
});

test('a caller that has left is told so', async () => {
  const error = await errorOf(service().moderate('a lake', AbortSignal.abort()));
  expect(error.reason).toBe('CANCELED');
});
