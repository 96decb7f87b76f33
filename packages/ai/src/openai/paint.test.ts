import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { bytesOf, useRelay } from './testing-relay.ts';

const { control, paint, paintError, report, url } = useRelay();

async function lastParameters() {
  return (await report()).requests.at(-1)?.parameters;
}

describe('models of today', () => {
  test('a picture comes whole, in the size asked for, with its usage', async () => {
    const painting = await paint({
      size: { width: 3440, height: 1440 },
      quality: 'max',
      user: 'hash',
    });
    const { width, height, format } = await sharp(bytesOf(painting)).metadata();
    expect({ width, height, format }).toEqual({ width: 3440, height: 1440, format: 'png' });
    expect(painting).toMatchObject({
      mediaType: 'image/png',
      usage: { inputTokens: 4, outputTokens: 4838 },
      requestId: expect.stringMatching(/^req_/),
    });
    expect(await lastParameters()).toEqual({
      model: 'gpt-image-2.5-flare',
      prompt: 'a lake at dawn',
      size: '3440x1440',
      quality: 'max',
      output_format: 'png',
      safety_identifier: 'hash',
    });
  });

  test.each([
    'gpt-image-2',
    'gpt-image-2.5-sunburst',
    'gpt-image-2.6-flare',
    'gpt-image-2-2026-04-21',
  ])('%s gets only what it takes: no style, no quality that it does not have', async (model) => {
    await paint({ model, style: 'vivid', quality: 'hd' });
    expect(Object.keys((await lastParameters()) ?? {}).toSorted()).toEqual(
      ['model', 'output_format', 'prompt', 'size'].toSorted(),
    );
    expect((await report()).calls).toBe(1);
  });

  test('unfinished pictures are shown on the way, and the last one is the picture', async () => {
    await control({ delayMs: 30 });
    const previews: { progress: number; format: string | undefined }[] = [];
    const pending: Promise<unknown>[] = [];
    const painting = await paint({
      onPreview: ({ bytes, progress }) => {
        const look = sharp(bytes).metadata();
        pending.push(look.then(({ format }) => previews.push({ progress, format })));
      },
    });
    await Promise.all(pending);
    expect(previews.toSorted((a, b) => a.progress - b.progress)).toEqual([
      { progress: expect.closeTo(1 / 3), format: 'png' },
      { progress: expect.closeTo(2 / 3), format: 'png' },
    ]);
    expect((await sharp(bytesOf(painting)).metadata()).width).toBe(1024);
    expect(painting.usage?.outputTokens).toBe(640);
    expect(await lastParameters()).toMatchObject({ stream: true, partial_images: 2 });
  });

  test('a listener that fails does not cost the picture', async () => {
    const painting = await paint({
      onPreview: () => {
        throw new Error('The page is gone.');
      },
    });
    expect(bytesOf(painting).length).toBeGreaterThan(1000);
  });

  test.each([false, true])('a source is edited, with previews: %s', async (previews) => {
    const source = await sharp({
      create: { width: 64, height: 64, channels: 3, background: 'orange' },
    })
      .jpeg()
      .toBuffer();
    const painting = await paint({
      source: { bytes: source, mediaType: 'image/jpeg' },
      user: 'hash',
      ...(previews ? { onPreview: () => {} } : {}),
    });
    expect((await sharp(bytesOf(painting)).metadata()).height).toBe(640);
    expect((await report()).requests).toMatchObject([
      {
        path: '/v1/images/edits',
        sourceBytes: source.length,
        parameters: { safety_identifier: 'hash' },
      },
    ]);
  });

  test('a size that the model does not paint is refused before anything is sent', async () => {
    const error = await paintError({ size: { width: 1920, height: 1080 } });
    expect(error).toMatchObject({ reason: 'SIZE_UNSUPPORTED', retryable: false });
    expect((await report()).calls).toBe(0);
  });
});

describe('a relay that only knows dall-e-3', () => {
  test('gets what dall-e-3 takes, and its revised prompt is kept', async () => {
    await control({ models: ['dall-e-3'] });
    const painting = await paint({
      model: 'dall-e-3',
      size: { width: 1792, height: 1024 },
      style: 'natural',
      quality: 'hd',
      user: 'hash',
      source: { bytes: new Uint8Array(9), mediaType: 'image/png' },
      onPreview: () => {},
    });
    expect((await sharp(bytesOf(painting)).metadata()).width).toBe(1792);
    expect(painting.revisedPrompt).toContain('in great detail');
    expect(await lastParameters()).toEqual({
      model: 'dall-e-3',
      prompt: 'a lake at dawn',
      size: '1792x1024',
      style: 'natural',
      quality: 'hd',
      response_format: 'b64_json',
    });
  });

  test('may answer with an address, though asked for bytes', async () => {
    await control({ answer: 'url' });
    const painting = await paint({ model: 'dall-e-3' });
    expect(painting.picture).toEqual({
      kind: 'url',
      url: expect.stringContaining(`${url()}/files/`),
    });
    expect(painting.mediaType).toBeUndefined();
  });

  test('a name that nobody knows gets the prompt and the size', async () => {
    const painting = await paint({ model: 'flux-pro', quality: 'high', onPreview: () => {} });
    expect(painting.picture.kind).toBe('url');
    expect(Object.keys((await lastParameters()) ?? {})).toEqual(['model', 'prompt', 'size']);
  });
});

describe('quirks of relays', () => {
  test.each(['dataPrefix', 'dataUrl', 'plainJson'] as const)(
    '%s is a picture all the same',
    async (fault) => {
      await control({ default: fault });
      const painting = await paint({ onPreview: () => {} });
      if (fault === 'plainJson') expect(painting.mediaType).toBe('image/png');
      expect((await sharp(bytesOf(await paint())).metadata()).format).toBe('png');
    },
  );

  test('a parameter that the original takes is left out the second time, a choice stays', async () => {
    await control({ refuse: ['output_format'] });
    const painting = await paint({ quality: 'low', user: 'hash', onPreview: () => {} });
    expect(bytesOf(painting).length).toBeGreaterThan(1000);
    const { calls, requests } = await report();
    expect(calls).toBe(2);
    expect(requests[1]?.parameters).toEqual({
      model: 'gpt-image-2.5-flare',
      prompt: 'a lake at dawn',
      size: '1024x640',
      quality: 'low',
    });
  });

  test.each([['stream'], ['safety_identifier'], ['stream', 'partial_images', 'quality']])(
    'a relay without %s paints',
    async (...refuse) => {
      await control({ refuse });
      await paint({ quality: 'low', user: 'hash', onPreview: () => {} });
      expect((await report()).calls).toBe(2);
    },
  );

  test('a 400 that names nothing is tried again with nothing to dislike, but once', async () => {
    await control({
      next: [
        { status: 400, body: 'bad request' },
        { status: 400, body: '?' },
      ],
    });
    const error = await paintError({ quality: 'low' });
    expect(error).toMatchObject({ reason: 'UPSTREAM_UNAVAILABLE', retryable: false });
    const { calls, requests } = await report();
    expect(calls).toBe(2);
    expect(Object.keys(requests[1]?.parameters ?? {})).toEqual(['model', 'prompt', 'size']);
  });

  test('edits are tried again, too, with their source', async () => {
    await control({ refuse: ['output_format'] });
    const source = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .webp()
      .toBuffer();
    await paint({ source: { bytes: source, mediaType: 'image/webp' } });
    expect((await report()).requests.map(({ sourceBytes }) => sourceBytes)).toEqual([
      source.length,
      source.length,
    ]);
  });
});
