import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offeredModels } from './catalog.ts';
import { renderSize } from './fit-screen.ts';
import type { Size, SizeRule } from './model.ts';
import { coversScreen, cropFraction, formatSize, parseSize, supportsSize } from './size.ts';
import { realScreens } from './testing-screens.ts';

const MODELS = ['gpt-image-2.5-flare', 'gpt-image-2', 'gpt-image-1.5', 'dall-e-3', 'dall-e-2', 'x'];
const openai = { apiKey: 'k', models: [...MODELS, 'painter'], moderation: false };
const rules = offeredModels({ openai, timeoutMs: 1 }).map(({ id, sizes }) => ({ id, rule: sizes }));
const free = rules[0]?.rule ?? expect.unreachable();

function render(screen: string, rule: SizeRule = free): string {
  return formatSize(renderSize(rule, parseSize(screen) ?? expect.unreachable()));
}

function allowedSizes(rule: SizeRule): Size[] {
  if (rule.kind === 'fixed') return rule.options.flatMap((option) => parseSize(option) ?? []);
  const edges = Array.from(
    { length: Math.floor(rule.maxEdge / rule.multipleOf) },
    (_, index) => (index + 1) * rule.multipleOf,
  );
  return edges
    .flatMap((width) => edges.map((height) => ({ width, height })))
    .filter((size) => supportsSize(rule, size));
}

describe('real screens', () => {
  test('there are more than fifty of them', () => {
    expect(realScreens.length).toBeGreaterThan(50);
    expect(realScreens.every(({ width, height }) => width > 0 && height > 0)).toBe(true);
  });

  test.each(rules)('$id is asked for sizes that it paints, on every screen', ({ rule }) => {
    for (const screen of realScreens) {
      expect(supportsSize(rule, renderSize(rule, screen)), screen.name).toBe(true);
    }
  });

  test('no screen is upscaled where some allowed size holds it, and hardly more than must be is cut away', () => {
    const allowed = allowedSizes(free);
    const holds = (size: Size, screen: Size) =>
      size.width >= screen.width && size.height >= screen.height;
    for (const screen of realScreens) {
      const size = renderSize(free, screen);
      const holding = allowed.filter((one) => holds(one, screen));
      if (holding.length === 0) continue;
      const least = Math.min(...holding.map((one) => cropFraction(one, screen)));
      expect(holds(size, screen), screen.name).toBe(true);
      expect(cropFraction(size, screen) - least, screen.name).toBeLessThan(0.025);
    }
  });

  test('a screen beyond the limits loses as little as any allowed size would', () => {
    const allowed = allowedSizes(free);
    const loss = (size: Size, screen: Size) =>
      cropFraction(size, screen) +
      Math.max(1, screen.width / size.width, screen.height / size.height);
    const beyond = realScreens.filter(
      (screen) => !allowed.some((a) => a.width >= screen.width && a.height >= screen.height),
    );
    expect(beyond.length).toBeGreaterThan(5);
    for (const screen of beyond) {
      const least = Math.min(...allowed.map((size) => loss(size, screen)));
      expect(loss(renderSize(free, screen), screen), screen.name).toBeCloseTo(least, 9);
    }
  });

  test('every screen but the longest fits into what free sizes can paint', () => {
    const uncovered = realScreens.filter(
      (screen) => !coversScreen(renderSize(free, screen), screen),
    );
    expect(uncovered.map(({ name }) => name)).toEqual(['three full HD side by side']);
  });
});

describe('sizes that can be checked by hand', () => {
  test.each([
    ['2560x1440', '2560x1440'],
    ['3840x2160', '3840x2160'],
    ['2160x3840', '2160x3840'],
    ['3440x1440', '3440x1440'],
    ['1920x1080', '1920x1088'],
    ['1290x2796', '1296x2800'],
    ['1366x768', '1376x768'],
    ['5120x2880', '3840x2160'],
    ['7680x4320', '3840x2160'],
    ['5120x1440', '3840x1280'],
    ['360x640', '608x1088'],
  ])('a screen of %s is asked for as %s where sizes are free', (screen, size) => {
    expect(render(screen)).toBe(size);
  });

  test.each([
    ['1290x2796', '1024x1792'],
    ['2560x1440', '1792x1024'],
    ['1024x1100', '1024x1024'],
  ])('a screen of %s gets the nearest fixed size, %s', (screen, size) => {
    const rule = rules.find(({ id }) => id === 'dall-e-3')?.rule ?? expect.unreachable();
    expect(render(screen, rule)).toBe(size);
  });

  test('of fixed sizes that crop alike the largest is taken', () => {
    expect(render('512x512', { kind: 'fixed', options: ['256x256', '1024x1024', '512x512'] })).toBe(
      '1024x1024',
    );
  });

  test('a rule that allows nothing is an error', () => {
    expect(() => render('100x100', { kind: 'fixed', options: [] })).toThrow(RangeError);
    const never: SizeRule = {
      ...free,
      kind: 'any',
      multipleOf: 16,
      maxRatio: 3,
      maxEdge: 8,
      minPixels: 1,
      maxPixels: 9,
    };
    expect(() => render('100x100', never)).toThrow(RangeError);
  });
});

test('any screen gets an allowed size, with any sensible rule', () => {
  const edge = fc.integer({ min: 16, max: 10_000 });
  const rule = fc
    .record({
      multipleOf: fc.constantFrom(1, 2, 8, 16, 32, 64),
      maxRatio: fc.double({ min: 1, max: 6, noNaN: true }),
      maxEdge: fc.integer({ min: 512, max: 4096 }),
      minPixels: fc.integer({ min: 1, max: 60_000 }),
      maxPixels: fc.integer({ min: 262_144, max: 16_000_000 }),
    })
    .map((limits): SizeRule => ({ kind: 'any', ...limits }));
  fc.assert(
    fc.property(rule, edge, edge, (one, width, height) => {
      expect(supportsSize(one, renderSize(one, { width, height }))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
