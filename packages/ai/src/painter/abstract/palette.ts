import { mix } from '../arrays.ts';
import { createRamp, type Lch, lch, type Ramp } from '../color.ts';
import type { Random } from '../random.ts';
import type { Reading } from '../words.ts';

/** Colours of a picture without a scene. */
export type AbstractPalette = {
  dark: boolean;
  hues: readonly [number, number, number];
  chroma: number;
  /** From dark to light through all three hues. */
  ramp: Ramp;
  /** A colour of the palette: which hue (0..2), how light, how strong. */
  tint(hue: number, lightness: number, strength?: number): Lch;
};

/** Distances between hues that go well together: neighbours, a triad's half, near opposites. */
const companions = [28, 48, 72, 105, 160];

export function abstractPalette(reading: Reading, random: Random): AbstractPalette {
  const named = reading.colors.map(({ hue }) => hue);
  const byTime = reading.time ? timeHues[reading.time] : undefined;
  const side = random.chance(0.5) ? 1 : -1;
  const [
    first = random.between(0, 360),
    second = first + side * (companions[Math.floor(random() * companions.length)] ?? 48),
    third,
  ] = named.length > 0 ? named : (byTime ?? []);
  const last =
    third ??
    (named.length >= 2
      ? mix(first, first + (((second - first + 540) % 360) - 180), 0.5)
      : second + side * random.between(20, 48));
  const chroma = reading.moods.has('mono')
    ? 0.006
    : reading.moods.has('dreamy')
      ? 0.095
      : reading.moods.has('neon')
        ? 0.21
        : 0.155;
  const dark =
    reading.moods.has('dark') ||
    reading.moods.has('neon') ||
    reading.time === 'night' ||
    (!reading.moods.has('dreamy') && reading.time !== 'day' && random.chance(0.45));
  const hues = [first, second, last] as const;
  const tint = (hue: number, lightness: number, strength = 1): Lch =>
    lch(
      lightness,
      chroma * strength * (1 - Math.abs(lightness - 0.62) * 1.1),
      hues[hue === 0 ? 0 : hue === 1 ? 1 : 2],
    );
  return {
    dark,
    hues,
    chroma,
    tint,
    ramp: createRamp([
      [0, tint(0, 0.14, 0.8)],
      [0.24, tint(0, 0.38)],
      [0.5, tint(1, 0.6)],
      [0.75, tint(2, 0.79)],
      [1, tint(2, 0.95, 0.7)],
    ]),
  };
}

const timeHues: Partial<Record<NonNullable<Reading['time']>, number[]>> = {
  dawn: [268, 350, 60],
  sunset: [295, 20, 70],
  dusk: [275, 320, 20],
  night: [268, 240, 300],
};
