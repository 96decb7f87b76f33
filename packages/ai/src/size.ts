import type { Size, SizeRule } from './model.ts';

/** Reads `WIDTHxHEIGHT` (whole pixels, no sign). Returns null for anything else. */
export function parseSize(text: string): Size | null {
  const match = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}

/** Reads sizes that stand beside each other with commas between them. Null when one of them is none. */
export function parseSizes(text: string): Size[] | null {
  const sizes = text.split(',').map(parseSize);
  return sizes.every((size) => size !== null) ? sizes : null;
}

/** Writes a size as `WIDTHxHEIGHT`, the way services and `parseSize` read it. */
export function formatSize(size: Size): string {
  return `${size.width}x${size.height}`;
}

/** The share of a picture, 0..1, that is cut away when it fills a screen edge to edge. */
export function cropFraction(picture: Size, screen: Size): number {
  const a = picture.width * screen.height;
  const b = picture.height * screen.width;
  return 1 - Math.min(a, b) / Math.max(a, b);
}

/** True when at most a fifth of the picture is cut away on that screen. Says nothing about sharpness. */
export function coversScreen(picture: Size, screen: Size): boolean {
  // Whole numbers, so that exactly a fifth is not lost to rounding.
  const a = picture.width * screen.height;
  const b = picture.height * screen.width;
  return 5 * Math.min(a, b) >= 4 * Math.max(a, b);
}

/** True when a service with this rule can be asked for exactly this size. */
export function supportsSize(rule: SizeRule, size: Size): boolean {
  const { width, height } = size;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    return false;
  if (rule.kind === 'fixed') return rule.options.includes(formatSize(size));
  const long = Math.max(width, height);
  return (
    width % rule.multipleOf === 0 &&
    height % rule.multipleOf === 0 &&
    long <= rule.maxEdge &&
    long <= rule.maxRatio * Math.min(width, height) &&
    width * height >= rule.minPixels &&
    width * height <= rule.maxPixels
  );
}
