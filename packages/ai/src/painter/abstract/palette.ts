import { createRamp, hueDistance, type Lch, lch, type Ramp } from '../color.ts';
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
const companions = [28, 40, 56, 75, 150] as const;

export function abstractPalette(reading: Reading, random: Random): AbstractPalette {
  const chroma = reading.moods.has('mono')
    ? 0.006
    : reading.moods.has('dreamy')
      ? 0.115
      : reading.moods.has('neon')
        ? 0.21
        : 0.155;
  const dark =
    reading.moods.has('dark') ||
    reading.moods.has('neon') ||
    reading.time === 'night' ||
    (!reading.moods.has('dreamy') && reading.time !== 'day' && random.chance(0.45));
  const hues = chooseHues(reading, dark, random);
  const tint = (hue: number, lightness: number, strength = 1): Lch =>
    lch(
      lightness,
      chroma * strength * (1 - Math.abs(lightness - 0.62) * 1.1),
      browned(hues[hue === 0 ? 0 : hue === 1 ? 1 : 2], lightness),
    );
  return {
    dark,
    hues,
    chroma,
    tint,
    ramp: createRamp([
      [0, tint(0, dark ? 0.09 : 0.16, 0.8)],
      [0.24, tint(0, dark ? 0.24 : 0.4)],
      [0.5, tint(1, dark ? 0.5 : 0.62)],
      [0.75, tint(2, 0.79)],
      [1, tint(2, 0.95, 0.7)],
    ]),
  };
}

/** A dark yellow looks green, so gold in shadow turns to brown instead. */
function browned(hue: number, lightness: number): number {
  return hue > 62 && hue < 118 ? hue - Math.max(0, 0.72 - lightness) * 58 : hue;
}

/** One named colour keeps to its neighbours; without any, chance chooses a chord. */
function chooseHues(
  reading: Reading,
  dark: boolean,
  random: Random,
): readonly [number, number, number] {
  const named = reading.colors.map(({ hue }) => hue);
  const side = random.chance(0.5) ? 1 : -1;
  const [first, second, third] = named;
  if (first !== undefined && second !== undefined) {
    // Halfway between two opposites lies a colour that nobody asked for.
    const apart = hueDistance(first, second);
    return [first, second, third ?? (Math.abs(apart) > 100 ? second - 10 : first + apart * 0.5)];
  }
  if (first !== undefined) {
    return [first, first + side * random.between(16, 34), first - side * random.between(12, 28)];
  }
  const byTime = reading.time ? timeHues[reading.time] : undefined;
  if (byTime) return byTime;
  // Dark yellows are mud: a dark picture starts from a cool hue.
  const start = dark ? random.between(165, 345) : random.between(0, 360);
  const next = start + side * random.pick(companions);
  return [start, next, next + side * random.between(20, 48)];
}

const timeHues: Partial<Record<NonNullable<Reading['time']>, readonly [number, number, number]>> = {
  dawn: [268, 350, 60],
  sunset: [295, 20, 70],
  dusk: [275, 320, 20],
  night: [268, 240, 300],
};
