import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Control, type Relay, startRelay } from '../../../../tests/servers/relay.ts';
import type { AiSettings } from '../catalog.ts';
import { PaintError, type Painting, type PaintRequest } from '../model.ts';
import { createServiceModel } from './model.ts';

export const KEY = 'sk-test/0123456789+abcdef';

type Options = Partial<PaintRequest> & { model?: string; timeoutMs?: number };

/** A relay in a process of its own for one test file, fresh before each test, and ways to use it. */
export function useRelay() {
  let relay: Relay;
  beforeAll(async () => {
    relay = await startRelay();
  });
  beforeEach(() => relay.control({ reset: true }));
  afterAll(() => relay.stop());

  const paint = (options: Options = {}): Promise<Painting> => {
    const { model = 'gpt-image-2.5-flare', timeoutMs = 20_000, ...request } = options;
    const settings = { apiKey: KEY, baseUrl: relay.baseUrl, models: [model], moderation: false };
    return createServiceModel(model, { ...settings, timeoutMs }).paint({
      prompt: 'a lake at dawn',
      size: model.startsWith('gpt') ? { width: 1024, height: 640 } : { width: 1024, height: 1024 },
      signal: new AbortController().signal,
      ...request,
    });
  };
  return {
    control: (change: Control) => relay.control(change),
    report: () => relay.report(),
    baseUrl: () => relay.baseUrl,
    url: () => relay.url,
    paint,
    paintError: async (options: Options = {}): Promise<PaintError> => errorOf(paint(options)),
    settings: (change: Partial<NonNullable<AiSettings['openai']>> = {}): AiSettings => ({
      openai: { apiKey: KEY, baseUrl: relay.baseUrl, models: [], moderation: true, ...change },
      timeoutMs: 20_000,
    }),
  };
}

export async function errorOf(work: Promise<unknown>): Promise<PaintError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PaintError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** The bytes of a painting that came as bytes. */
export function bytesOf(painting: Painting): Uint8Array {
  if (painting.picture.kind !== 'bytes') throw new Error('The painting came as an address.');
  return painting.picture.bytes;
}
