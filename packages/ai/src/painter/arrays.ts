/**
 * Reads one value of a field of numbers. Every caller keeps `index` within the array, so the
 * cast only removes the `undefined` that unchecked access adds; a branch a sample would cost a tenth of a painting.
 */
export function at(values: Float32Array, index: number): number {
  return values[index] as number;
}

export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value));
}

export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

/** Hermite step from 0 at `low` to 1 at `high`; `low` may be the larger one. */
export function smooth(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}
