import { at, clamp, mix } from './arrays.ts';

/** Linear-light sRGB; 1 is paper white, light sources go beyond it. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** OKLCh: lightness 0..1, chroma 0..about 0.35, hue in degrees. */
export type Lch = { l: number; c: number; h: number };

export function lch(l: number, c: number, h: number): Lch {
  return { l, c, h };
}

/** OKLab to linear sRGB, by Björn Ottosson (https://bottosson.github.io/posts/oklab/). */
export function labToRgb(l: number, a: number, b: number): Rgb {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** The inverse of `labToRgb`, from the same source. */
export function rgbToLab([red, green, blue]: Rgb): readonly [number, number, number] {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/** A colour inside sRGB: chroma gives way, lightness and hue stay. */
export function rgb({ l, c, h }: Lch): Rgb {
  const angle = (h * Math.PI) / 180;
  let chroma = c;
  for (let attempt = 0; attempt < 12; attempt++) {
    const color = labToRgb(l, chroma * Math.cos(angle), chroma * Math.sin(angle));
    if (Math.min(...color) >= -0.0005)
      return [clampLow(color[0]), clampLow(color[1]), clampLow(color[2])];
    chroma *= 0.88;
  }
  return labToRgb(l, 0, 0);
}

export function mixRgb(from: Rgb, to: Rgb, amount: number): Rgb {
  return [mix(from[0], to[0], amount), mix(from[1], to[1], amount), mix(from[2], to[2], amount)];
}

export function scaleRgb(color: Rgb, by: number): Rgb {
  return [color[0] * by, color[1] * by, color[2] * by];
}

export function timesRgb(a: Rgb, b: Rgb): Rgb {
  return [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
}

export function luminance(color: Rgb): number {
  return 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
}

/** The shortest way round the circle from one hue to the other, in degrees. */
export function hueDistance(from: number, to: number): number {
  return ((((to - from) % 360) + 540) % 360) - 180;
}

/**
 * Leans a colour toward a hue. The way leads straight through the colour plane, so a blue that leans
 * toward gold turns grey before it turns gold, and never green.
 */
export function turnHue({ l, c, h }: Lch, toward: number, amount: number): Lch {
  const from = (h * Math.PI) / 180;
  const to = (toward * Math.PI) / 180;
  const reach = Math.max(c, 0.09);
  const a = c * Math.cos(from) * (1 - amount) + reach * Math.cos(to) * amount;
  const b = c * Math.sin(from) * (1 - amount) + reach * Math.sin(to) * amount;
  return { l, c: Math.hypot(a, b), h: (Math.atan2(b, a) * 180) / Math.PI };
}

const rampSteps = 2048;

/** Colours along a line, blended in OKLab, looked up by `t` in 0..1: `rgb[rampIndex(t) + channel]`. */
export type Ramp = Float32Array;

export function createRamp(stops: readonly (readonly [position: number, color: Lch])[]): Ramp {
  const ramp = new Float32Array((rampSteps + 1) * 3);
  const points = stops.map(([position, { l, c, h }]) => ({
    position,
    l,
    a: c * Math.cos((h * Math.PI) / 180),
    b: c * Math.sin((h * Math.PI) / 180),
  }));
  for (let step = 0; step <= rampSteps; step++) {
    const t = step / rampSteps;
    const next = points.findIndex((point) => point.position >= t);
    const right = points[next < 0 ? points.length - 1 : next];
    const left = points[Math.max(0, next < 0 ? points.length - 1 : next - 1)];
    if (!left || !right) continue;
    const span = right.position - left.position;
    const linear = span > 0 ? clamp((t - left.position) / span) : 0;
    // Halfway between a straight and a smooth step: no kink at a stop, no flat spot either.
    const eased = mix(linear, linear * linear * (3 - 2 * linear), 0.6);
    const color = labToRgb(
      mix(left.l, right.l, eased),
      mix(left.a, right.a, eased),
      mix(left.b, right.b, eased),
    );
    ramp.set(color.map(clampLow), step * 3);
  }
  return ramp;
}

export function rampIndex(t: number): number {
  return Math.round(clamp(t) * rampSteps) * 3;
}

export function rampColor(ramp: Ramp, t: number): Rgb {
  const index = rampIndex(t);
  return [at(ramp, index), at(ramp, index + 1), at(ramp, index + 2)];
}

function clampLow(value: number): number {
  return Math.max(value, 0);
}
