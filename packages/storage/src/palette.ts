/** The fixed list of colours that pictures are filed under. */
export const COLORS = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'gray',
  'white',
] as const;
export type Color = (typeof COLORS)[number];

type Oklab = { l: number; a: number; b: number };

const MOST_COLORS = 4;
// Below this share a colour is a detail, not something that one would look for.
const LEAST_SHARE = 0.06;

/**
 * The colours that make up most of a picture, largest share first, at most four, and the mean of
 * the first one as `#rrggbb`. `rgba` is sRGB, four bytes a pixel; pixels that are mostly
 * transparent do not count.
 */
export function summarize(rgba: Uint8Array): { palette: Color[]; color: string } {
  const sums = new Map<Color, Oklab & { count: number }>();
  let total = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) < 128) continue;
    const lab = oklab(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0);
    const name = nameOf(lab);
    const sum = sums.get(name) ?? { l: 0, a: 0, b: 0, count: 0 };
    sum.l += lab.l;
    sum.a += lab.a;
    sum.b += lab.b;
    sum.count += 1;
    sums.set(name, sum);
    total += 1;
  }
  const shares = COLORS.map((name) => ({ name, count: sums.get(name)?.count ?? 0 }))
    .filter(({ count }) => count > 0)
    // The sort is stable, so equal shares keep the order of the list.
    .sort((one, other) => other.count - one.count);
  const first = shares[0] && sums.get(shares[0].name);
  if (!first) return { palette: ['white'], color: '#ffffff' };
  const palette = shares
    .filter(({ count }, index) => index === 0 || count >= total * LEAST_SHARE)
    .slice(0, MOST_COLORS)
    .map(({ name }) => name);
  const { l, a, b, count } = first;
  return { palette, color: hex({ l: l / count, a: a / count, b: b / count }) };
}

/** The name of one sRGB colour. */
export function colorName(red: number, green: number, blue: number): Color {
  return nameOf(oklab(red, green, blue));
}

/** Borders in OKLCH, set so that the well-known CSS colours get the names that people give them. */
function nameOf({ l, a, b }: Oklab): Color {
  const chroma = Math.hypot(a, b);
  if (l < 0.18 || (l < 0.28 && chroma < 0.045)) return 'black';
  if (l > 0.93 && chroma < 0.035) return 'white';
  if (chroma < 0.035) return 'gray';
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  if (hue < 18 || hue >= 345) return l > 0.62 ? 'pink' : 'red';
  if (hue < 40) return l > 0.74 ? 'pink' : hue > 30 && l < 0.5 && chroma < 0.14 ? 'brown' : 'red';
  if (hue < 80) return l < 0.62 || chroma < 0.09 ? 'brown' : 'orange';
  if (hue < 115) return l < 0.52 ? (hue < 100 ? 'brown' : 'green') : 'yellow';
  if (hue < 165) return 'green';
  if (hue < 215) return 'teal';
  if (hue < 285) return 'blue';
  if (hue < 320) return 'purple';
  return l > 0.62 ? 'pink' : 'purple';
}

// Björn Ottosson, "A perceptual color space for image processing" (2020).
function oklab(red: number, green: number, blue: number): Oklab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

function hex({ l: lightness, a, b }: Oklab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${rgb.map((value) => encoded(value).toString(16).padStart(2, '0')).join('')}`;
}

function linear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encoded(value: number): number {
  const light = Math.min(1, Math.max(0, value));
  return Math.round(
    255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055),
  );
}
