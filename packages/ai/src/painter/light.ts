import { clamp, limit, mix } from './arrays.ts';
import { createRamp, type Lch, lch, type Ramp, type Rgb, rgb, scaleRgb, turnHue } from './color.ts';
import type { TimeOfDay, Weather } from './lexicon.ts';
import type { Random } from './random.ts';
import type { Reading } from './words.ts';

/** One light for the whole picture: sky, land, water, trees and walls all take theirs from here. */
export type Light = {
  time: TimeOfDay;
  /** Toward the sun (or at night the moon): x right, y up, z away from the eye; unit length. */
  direction: Rgb;
  /** Where the land's light comes from: the same side, never straight from behind the land. */
  landDirection: Rgb;
  /** True when sun or moon stand inside the picture. */
  inFrame: boolean;
  sun: Rgb;
  /** From the whole sky. */
  ambient: Rgb;
  /** What distance fades to, below the sun and away from it. */
  hazeToward: Rgb;
  hazeAway: Rgb;
  /** The sky from zenith (0) to horizon (1), on the sun's side and on the other. */
  skyToward: Ramp;
  skyAway: Ramp;
  /** Strength of the glow around the sun. */
  glow: number;
  /** How much colour the eye still sees: little by moonlight, and less under closed clouds. */
  colorfulness: number;
};

type Hour = {
  toward: [zenith: Lch, upper: Lch, middle: Lch, low: Lch, horizon: Lch];
  away: [low: Lch, horizon: Lch];
  sun: Lch;
  sunPower: number;
  ambient: Lch;
  /** Degrees above the horizon. */
  height: number;
  glow: number;
};

const hours: Record<TimeOfDay, Hour> = {
  dawn: {
    toward: [
      lch(0.55, 0.095, 262),
      lch(0.66, 0.082, 283),
      lch(0.77, 0.08, 338),
      lch(0.87, 0.095, 52),
      lch(0.93, 0.075, 80),
    ],
    away: [lch(0.74, 0.065, 318), lch(0.79, 0.055, 290)],
    sun: lch(0.9, 0.085, 62),
    sunPower: 2,
    ambient: lch(0.7, 0.05, 282),
    height: 9,
    glow: 0.8,
  },
  day: {
    toward: [
      lch(0.47, 0.135, 256),
      lch(0.57, 0.132, 252),
      lch(0.7, 0.1, 242),
      lch(0.83, 0.058, 230),
      lch(0.91, 0.03, 218),
    ],
    away: [lch(0.8, 0.065, 234), lch(0.88, 0.035, 224)],
    sun: lch(0.97, 0.035, 90),
    sunPower: 1.95,
    ambient: lch(0.71, 0.055, 245),
    height: 38,
    glow: 0.4,
  },
  sunset: {
    toward: [
      lch(0.37, 0.105, 274),
      lch(0.5, 0.115, 305),
      lch(0.67, 0.15, 20),
      lch(0.81, 0.16, 60),
      lch(0.9, 0.135, 83),
    ],
    away: [lch(0.58, 0.095, 335), lch(0.66, 0.08, 345)],
    sun: lch(0.85, 0.14, 60),
    sunPower: 2.3,
    ambient: lch(0.54, 0.075, 298),
    height: 6,
    glow: 1,
  },
  dusk: {
    toward: [
      lch(0.2, 0.08, 275),
      lch(0.3, 0.1, 280),
      lch(0.44, 0.12, 305),
      lch(0.62, 0.14, 12),
      lch(0.73, 0.13, 48),
    ],
    away: [lch(0.36, 0.09, 285), lch(0.43, 0.08, 295)],
    sun: lch(0.66, 0.12, 30),
    sunPower: 0.9,
    ambient: lch(0.43, 0.08, 285),
    height: 3,
    glow: 0.45,
  },
  night: {
    toward: [
      lch(0.11, 0.045, 268),
      lch(0.15, 0.055, 265),
      lch(0.2, 0.062, 262),
      lch(0.265, 0.062, 252),
      lch(0.33, 0.058, 240),
    ],
    away: [lch(0.24, 0.06, 258), lch(0.29, 0.058, 250)],
    sun: lch(0.62, 0.035, 255),
    sunPower: 1.4,
    ambient: lch(0.47, 0.055, 262),
    height: 24,
    glow: 0.1,
  },
};

export type LightWishes = {
  time: TimeOfDay;
  /** Whether sun or moon should be in the picture. */
  inFrame: boolean;
  /** Half the picture's width, and the sky above the horizon, seen as angles in radians. */
  halfAngle: number;
  skyAngle: number;
};

/** The light of an hour, turned toward the prompt's colours, weather and moods. */
export function createLight(reading: Reading, random: Random, wishes: LightWishes): Light {
  const hour = adjusted(hours[wishes.time], reading, random);
  const [zenith, upper, middle, low, horizon] = hour.toward;
  const side = random.chance(0.5) ? 1 : -1;
  const azimuth = wishes.inFrame
    ? side * wishes.halfAngle * random.between(0.28, 0.6)
    : side * random.between(1.15, 1.6);
  const height = (hour.height * random.between(0.85, 1.15) * Math.PI) / 180;
  const elevation = wishes.inFrame
    ? Math.min(height, wishes.skyAngle * random.between(0.6, 0.75))
    : height;
  // Light from straight behind leaves the land flat, so the land sees it from further to the side.
  const landAzimuth = side * Math.max(Math.abs(azimuth), 1.05);
  const landElevation = limit(elevation, 0.2, 0.38);
  const hidden = reading.weather.has('overcast') || reading.weather.has('rain');
  const power = hour.sunPower * overcastFactor(reading.weather);
  return {
    time: wishes.time,
    direction: toward(azimuth, elevation),
    landDirection: toward(landAzimuth, landElevation),
    inFrame: wishes.inFrame,
    sun: scaleRgb(rgb(hour.sun), power),
    ambient: scaleRgb(rgb(tintedByNight(hour.ambient, reading)), 1.25),
    hazeToward: rgb(veiled(low, reading.weather)),
    hazeAway: rgb(veiled(hour.away[1], reading.weather)),
    skyToward: createRamp([
      [0, zenith],
      [0.32, upper],
      [0.6, middle],
      [0.84, low],
      [1, horizon],
    ]),
    skyAway: createRamp([
      [0, zenith],
      [0.36, upper],
      [0.72, hour.away[0]],
      [1, hour.away[1]],
    ]),
    glow: hour.glow * overcastFactor(reading.weather),
    colorfulness:
      (wishes.time === 'night' ? 0.6 : wishes.time === 'dusk' ? 0.85 : 1) * (hidden ? 0.62 : 1),
  };
}

/** Starlight is enough to see by, and under an aurora the land takes its colour. */
function tintedByNight(ambient: Lch, { things, colors }: Reading): Lch {
  if (things.has('milkyWay') || things.has('stars')) return ambient;
  if (!things.has('aurora')) return ambient;
  return { ...turnHue(ambient, colors[0]?.hue ?? 165, 0.7), l: ambient.l * 1.2 };
}

/** Mist is paler than the sky behind it, and never a strong colour. */
function veiled(haze: Lch, weather: Set<Weather>): Lch {
  if (!weather.has('mist') && !weather.has('snowing')) return haze;
  return { ...haze, l: mix(haze.l, Math.max(haze.l, 0.86), 0.35), c: haze.c * 0.5 };
}

function toward(azimuth: number, elevation: number): Rgb {
  const flat = Math.cos(elevation);
  return [Math.sin(azimuth) * flat, Math.sin(elevation), Math.cos(azimuth) * flat];
}

function overcastFactor(weather: Set<Weather>): number {
  if (weather.has('overcast') || weather.has('rain')) return 0.35;
  if (weather.has('snowing')) return 0.5;
  if (weather.has('mist')) return 0.75;
  return 1;
}

function adjusted(hour: Hour, reading: Reading, random: Random): Hour {
  const { colors, moods, weather } = reading;
  // At the sea, blue and teal are the water's.
  const atSea = reading.subjects.includes('sea') || reading.subjects.includes('beach');
  const [first, second] = atSea ? colors.filter(({ hue }) => hue < 140 || hue > 265) : colors;
  const drift = random.between(-9, 9);
  const grey =
    weather.has('overcast') || weather.has('rain') ? 0.4 : weather.has('snowing') ? 0.5 : 1;
  const adjust = (color: Lch, place: number, isLight = false): Lch => {
    let result: Lch = { ...color, h: color.h + (isLight ? 0 : drift) };
    // The second colour named takes the part near the horizon, the first the rest.
    const hue = place > 0.6 && second ? second.hue : first?.hue;
    if (hue !== undefined) {
      // A warm zenith turns to mud: warm colours stay below, where the sun would put them.
      const warm = hue < 115 || hue > 335;
      const pull = warm ? mix(0.3, 0.82, clamp(place * 1.8)) : 0.78;
      result = turnHue(result, hue, isLight ? 0.35 : pull);
      if (!isLight) result = { ...result, c: limit(result.c * 1.1 + 0.02, 0, 0.19) };
    }
    if (moods.has('neon') && !isLight && !first) {
      const lifted = { ...result, c: result.c + 0.06, l: result.l + place * 0.13 };
      result = turnHue(lifted, mix(280, 345, place), 0.85);
    }
    if (moods.has('dreamy'))
      result = { ...result, l: mix(result.l, 0.85, isLight ? 0 : 0.22), c: result.c * 0.92 };
    if (moods.has('dramatic') && place < 0.7) result = { ...result, l: result.l * 0.84 };
    if (moods.has('dark')) result = { ...result, l: result.l * 0.8 };
    // Through mist the whole sky is paler, most of all near the ground.
    if (weather.has('mist') && !isLight && !first)
      result = {
        ...result,
        l: mix(result.l, Math.min(0.88, result.l + 0.26), 0.55 + 0.45 * place),
        c: result.c * 0.58,
      };
    result = { ...result, c: result.c * grey };
    if (grey < 1 && !isLight)
      result = { ...result, l: mix(result.l, Math.min(result.l, 0.62), 0.7) };
    return result;
  };
  const [zenith, upper, middle, low, horizon] = hour.toward;
  return {
    ...hour,
    toward: [
      adjust(zenith, 0),
      adjust(upper, 0.3),
      adjust(middle, 0.5),
      adjust(low, 0.8),
      adjust(horizon, 1),
    ],
    away: [adjust(hour.away[0], 0.7), adjust(hour.away[1], 1)],
    sun: adjust(hour.sun, 1, true),
    ambient: adjust(hour.ambient, 0.3),
  };
}
