import type { Size, SizeRule } from './model.ts';

/** Reads `WIDTHxHEIGHT` (whole pixels, no sign). Returns null for anything else. */
export function parseSize(text: string): Size | null {
  const match = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}
