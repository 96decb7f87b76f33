import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coversScreen, cropFraction, formatSize, parseSize, supportsSize } from './size.ts';

const edge = fc.integer({ min: 1, max: 99_999 });

test('a size survives being written and read', () => {
  fc.assert(
    fc.property(edge, edge, (width, height) => {
      expect(parseSize(formatSize({ width, height }))).toEqual({ width, height });
    }),
  );
});

test.each([
  '',
  'x',
  '1024',
  '0x10',
  '10x0',
  '-1x5',
  '1.5x2',
  '1e3x2',
  ' 1x1',
  '1x1 ',
  '1X1',
  '100000x1',
  '1x1x1',
  '１x１',
])('"%s" is no size', (text) => {
  expect(parseSize(text)).toBeNull();
});

test('what is cut away does not depend on scale, and is the same either way round', () => {
  fc.assert(
    fc.property(edge, edge, edge, edge, fc.integer({ min: 1, max: 9 }), (a, b, c, d, k) => {
      const [picture, screen] = [
        { width: a, height: b },
        { width: c, height: d },
      ];
      const cropped = cropFraction(picture, screen);
      expect(cropped).toBeGreaterThanOrEqual(0);
      expect(cropped).toBeLessThan(1);
      expect(cropFraction({ width: a * k, height: b * k }, screen)).toBeCloseTo(cropped, 12);
      expect(cropFraction(screen, picture)).toBeCloseTo(cropped, 12);
    }),
  );
});

test('exactly a fifth cut away still covers, a pixel more does not', () => {
  const screen = { width: 1000, height: 1000 };
  expect(coversScreen({ width: 1250, height: 1000 }, screen)).toBe(true);
  expect(coversScreen({ width: 1251, height: 1000 }, screen)).toBe(false);
  expect(coversScreen({ width: 1000, height: 1250 }, screen)).toBe(true);
  expect(coversScreen({ width: 800, height: 1000 }, screen)).toBe(true);
  expect(coversScreen({ width: 799, height: 1000 }, screen)).toBe(false);
});

test.each([
  ['1024x1024', true],
  ['3840x2160', true],
  ['3840x1280', true],
  ['3840x1264', false],
  ['3856x2160', false],
  ['1920x1080', false],
  ['800x816', false],
  ['3840x2176', false],
])('where sizes are free, %s is allowed: %s', (text, allowed) => {
  const limits = { multipleOf: 16, maxRatio: 3, maxEdge: 3840, minPixels: 655_360 };
  const size = parseSize(text) ?? expect.unreachable();
  expect(supportsSize({ kind: 'any', ...limits, maxPixels: 8_294_400 }, size)).toBe(allowed);
});

test('halves, negatives and what is not listed are not supported', () => {
  const fixed = { kind: 'fixed' as const, options: ['512x512'] };
  expect(supportsSize(fixed, { width: 512, height: 512 })).toBe(true);
  expect(supportsSize(fixed, { width: 512, height: 256 })).toBe(false);
  expect(supportsSize(fixed, { width: 512.5, height: 512 })).toBe(false);
  expect(supportsSize(fixed, { width: -512, height: 512 })).toBe(false);
});
