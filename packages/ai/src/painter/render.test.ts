import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCanvas, sky } from './canvas.ts';
import { difference, goldenPrompts, goldenSize, thumbnail } from './golden.ts';
import { paintLandscape } from './landscape.ts';
import { createNoise } from './noise.ts';
import { createRandom } from './random.ts';
import { renderPicture } from './render.ts';
import { arrangeSea } from './scenes/sea.ts';
import type { Brief } from './stage.ts';
import { readPrompt } from './words.ts';

/** Thumbnails as numbers in a line, by prompt. */
const goldens: Record<string, string> = JSON.parse(
  readFileSync(new URL('golden.json', import.meta.url), 'utf8'),
);

test.each(goldenPrompts)('"%s" still looks as it should', (prompt) => {
  const picture = renderPicture({ prompt, ...goldenSize });
  expect(
    difference(thumbnail(picture), (goldens[prompt] ?? '').split(' ').map(Number)),
  ).toBeLessThan(0.02);
});

test('pictures of different prompts differ', () => {
  const [a = [], b = []] = ['green hills at noon', 'green hills at noon!'].map((prompt) =>
    thumbnail(renderPicture({ prompt, ...goldenSize })),
  );
  expect(difference(a, b)).toBeGreaterThan(0.02);
});

test('another seed is another composition of the same prompt', () => {
  const [a = [], b = []] = [1, 2].map((seed) =>
    thumbnail(renderPicture({ prompt: 'mountain lake at noon', seed, ...goldenSize })),
  );
  expect(difference(a, b)).toBeGreaterThan(0.02);
});

test('the same prompt and size give the same bytes', () => {
  const request = { prompt: 'forest in the mist', width: 256, height: 256 };
  expect(
    Buffer.from(renderPicture(request).data).equals(Buffer.from(renderPicture(request).data)),
  ).toBe(true);
});

test.each(['mountain lake at dusk', 'city skyline at night over the river', 'low poly red'])(
  'a small "%s" is the large one, smaller',
  (prompt) => {
    const small = thumbnail(renderPicture({ prompt, width: 192, height: 108 }));
    const large = thumbnail(renderPicture({ prompt, width: 480, height: 270 }));
    expect(difference(small, large)).toBeLessThan(0.035);
  },
);

test.each([
  [400, 300],
  [130, 280],
  [430, 180],
])('the horizon of the sea is level from edge to edge, %i by %i', (width, height) => {
  const random = createRandom(7);
  const reading = readPrompt('calm sea');
  const brief: Brief = {
    width,
    height,
    aspect: width / height,
    reading,
    words: 'calm sea',
    time: 'sunset',
    random,
    noise: createNoise(random),
  };
  const canvas = createCanvas(width, height);
  paintLandscape(canvas, brief, arrangeSea(brief));
  const firstWater = Array.from({ length: width }, (_, x) => {
    let y = 0;
    while (y < height && (canvas.depth[y * width + x] ?? 0) >= sky) y++;
    return y;
  });
  expect(new Set(firstWater).size).toBe(1);
  expect(firstWater[0]).toBeGreaterThan(height * 0.4);
  expect(firstWater[0]).toBeLessThan(height * 0.7);
});

test('a smooth sky has no bands: neighbouring rows differ by dither, not by steps', () => {
  const { data, width } = renderPicture({
    prompt: 'calm sea at dusk, minimal, clear sky',
    width: 512,
    height: 384,
  });
  for (let y = 20; y < 120; y++) {
    const values = new Set<number>();
    for (let x = 0; x < width; x++) values.add(data[(y * width + x) * 3 + 2] ?? 0);
    // A band is a row of one value; a dithered row mixes at least three.
    expect(values.size).toBeGreaterThanOrEqual(3);
  }
});

test.each([
  ['mountain lake, rain', 256, 256],
  ['城市 霓虹', 80, 320],
  ['tropical beach', 320, 80],
  ['earth', 257, 191],
  ['雨夜 竹林', 200, 300],
  ['snowstorm', 100, 400],
  ['black marble', 400, 100],
])('"%s" is painted at %i by %i', (prompt, width, height) => {
  const { data } = renderPicture({ prompt, width, height });
  expect(data.length).toBe(width * height * 3);
  const light = data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(light).toBeGreaterThan(6);
  expect(light).toBeLessThan(245);
});
