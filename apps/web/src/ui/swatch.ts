import type { Color } from '@easel/api/contract';

const SWATCHES = {
  red: 'oklch(0.6 0.2 27)',
  orange: 'oklch(0.74 0.16 55)',
  yellow: 'oklch(0.87 0.16 95)',
  green: 'oklch(0.63 0.15 145)',
  teal: 'oklch(0.68 0.1 195)',
  blue: 'oklch(0.56 0.16 255)',
  purple: 'oklch(0.5 0.17 300)',
  pink: 'oklch(0.76 0.13 355)',
  brown: 'oklch(0.45 0.07 50)',
  black: 'oklch(0.2 0 0)',
  gray: 'oklch(0.62 0 0)',
  white: 'oklch(0.98 0 0)',
} satisfies Record<Color, string>;

/** A dab of a named colour, to point at it; pictures are filed under the name, not under this. */
export function swatch(color: Color): string {
  return SWATCHES[color];
}
