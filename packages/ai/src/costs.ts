import type { Usage } from './model.ts';

/** What the operator pays a model for a million tokens, in the operator's currency. */
export type Prices = Record<string, { input: number; output: number }>;

/** What a picture cost, in the currency of the prices; null without a price or without a usage. */
export function costOf(usage: Usage | undefined, model: string, prices: Prices): number | null {
  const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
  if (!price || !usage) return null;
  return (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1_000_000;
}
