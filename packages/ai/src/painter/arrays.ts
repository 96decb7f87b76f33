/**
 * Reads one value of a field of numbers. Every caller keeps `index` within the array, so the
 * cast only removes the `undefined` that unchecked access adds; a branch a sample would cost a tenth of a painting.
 */
export function at(values: Float32Array, index: number): number {
  return values[index] as number;
}

// Each of these is small enough (27 bytes of bytecode) for V8 to put it in place wherever it is
// called. A function that is really called has to wrap every number it takes and returns in an object.

/** Keeps a value within 0..1. */
export function clamp(value: number): number {
  if (value < 0) return 0;
  if (value > 1) return 1;
  return value;
}

export function limit(value: number, low: number, high: number): number {
  if (value < low) return low;
  if (value > high) return high;
  return value;
}

export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

/** Hermite step from 0 at `low` to 1 at `high`; `low` may be the larger one. */
export function smooth(low: number, high: number, value: number): number {
  return eased((value - low) / (high - low));
}

function eased(part: number): number {
  return hermite(clamp(part));
}

function hermite(t: number): number {
  return t * t * (3 - 2 * t);
}
