import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderSize } from './fit-screen.ts';
import type { Size } from './model.ts';
import { capabilitiesOf } from './openai/capabilities.ts';
import { pictureShapes } from './picture-shapes.ts';
import { coversScreen, formatSize, supportsSize } from './size.ts';
import { realScreens } from './testing-screens.ts';

const free = capabilitiesOf('gpt-image-2').info.sizes;
const fixed = capabilitiesOf('dall-e-3').info.sizes;
const choice = fc.uniqueArray(fc.constantFrom(...realScreens), { minLength: 1, maxLength: 12 });

function screen(name: string) {
  return realScreens.find((one) => one.name === name) ?? expect.unreachable();
}

describe.each([
  ['free', free],
  ['fixed', fixed],
])('%s sizes', (_, rule) => {
  test('every screen is in one group, and each picture covers all that can be covered', () => {
    fc.assert(
      fc.property(choice, (screens) => {
        const shapes = pictureShapes(rule, screens);
        expect(shapes.flatMap((shape) => shape.screens).toSorted(byName)).toEqual(
          screens.toSorted(byName),
        );
        for (const { size, screens: own } of shapes) {
          expect(supportsSize(rule, size)).toBe(true);
          for (const one of own.filter((each) => coversScreen(renderSize(rule, each), each))) {
            expect(coversScreen(size, one), one.name).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a phone and a laptop take two pictures, each at its own size', () => {
  const shapes = pictureShapes(free, [screen('iPhone 14 Pro Max'), screen('WQHD')]);
  expect(shapes.map(({ size }) => formatSize(size))).toEqual(['1296x2800', '2560x1440']);
});

test('screens of almost one shape share a picture that is large enough for each', () => {
  const screens = [screen('full HD'), screen('MacBook Pro 14'), screen('WQHD')];
  const [shape, ...others] = pictureShapes(free, screens);
  expect(others).toEqual([]);
  expect(shape?.size.width).toBeGreaterThanOrEqual(3024);
  expect(shape?.size.height).toBeGreaterThanOrEqual(1964);
});

test('no two neighbouring groups could have been one', () => {
  const coverable = (one: Size) => coversScreen(renderSize(free, one), one);
  fc.assert(
    fc.property(choice, (screens) => {
      const narrowest = pictureShapes(free, screens.filter(coverable))
        .map((shape) => Math.min(...shape.screens.map((one) => one.width / one.height)))
        .toSorted((a, b) => a - b);
      for (const [index, aspect] of narrowest.slice(1).entries()) {
        // A picture reaches a quarter to either side of its shape; the grid of sizes costs a little.
        expect(aspect / (narrowest[index] ?? 0)).toBeGreaterThan(1.25 * 1.25 * 0.97);
      }
    }),
    { numRuns: 60 },
  );
});

test('screens longer than any picture share the longest', () => {
  const screens = [screen('three full HD side by side'), screen('two 4K side by side')];
  const shapes = pictureShapes(free, screens);
  expect(shapes.map(({ size }) => formatSize(size))).toEqual(['3840x1280']);
});

test('fixed sizes: as few pictures as cover all screens', () => {
  const phones = [screen('iPhone 14 Pro'), screen('Pixel 8'), screen('iPhone SE')];
  const both = pictureShapes(fixed, [...phones, screen('full HD')]);
  expect(both.map(({ size }) => formatSize(size))).toEqual(['1024x1792', '1792x1024']);
});

test('no screens need no pictures', () => {
  expect(pictureShapes(free, [])).toEqual([]);
  expect(pictureShapes(fixed, [])).toEqual([]);
});

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
