import { expect, test } from 'vitest';
import { costOf } from './costs.ts';

const prices = { 'gpt-image-2': { input: 5, output: 40 } };
const usage = { inputTokens: 100, outputTokens: 6_000 };

test('a cost is tokens times the price for a million of them', () => {
  expect(costOf(usage, 'gpt-image-2', prices)).toBeCloseTo(0.2405, 10);
});

test('without a price or a usage there is no cost, and none is made up', () => {
  expect(costOf(usage, 'dall-e-3', prices)).toBeNull();
  expect(costOf(usage, 'toString', prices)).toBeNull();
  expect(costOf(undefined, 'gpt-image-2', prices)).toBeNull();
});
