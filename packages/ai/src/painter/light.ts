import { clamp, limit, mix } from './arrays.ts';
import { createRamp, type Lch, type Ramp, type Rgb, rgb, scaleRgb, turnHue } from './color.ts';
import { type Hour, hours } from './hours.ts';
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

export type LightWishes = {
  time: TimeOfDay;
  /** Whether sun or moon should be in the picture. */
  inFrame: boolean;
  /** Whether the light comes over the shoulder, onto a wall that faces the eye. */
  frontal: boolean;
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
  const landAzimuth = side * (wishes.frontal ? 2.15 : Math.max(Math.abs(azimuth), 1.05));
  const landElevation = wishes.frontal ? 0.75 : limit(elevation, 0.2, 0.38);
  const hidden = reading.weather.has('overcast') || reading.weather.has('rain');
  const power = hour.sunPower * overcastFactor(reading.weather);
  return {
    time: wishes.time,
    direction: toward(azimuth, elevation),
    landDirection: toward(landAzimuth, landElevation),
    inFrame: wishes.inFrame,
    sun: scaleRgb(rgb(hour.sun), power),
    ambient: scaleRgb(rgb(tintedByNight(hour.ambient, reading)), hidden ? 1.5 : 1.25),
    // By dusk the red is only in the sky: what is far turns violet.
    hazeToward: rgb(
      veiled(wishes.time === 'dusk' ? { ...middle, l: low.l * 0.88 } : low, reading.weather),
    ),
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
  const { colors: named, moods, weather, things } = reading;
  // A colour named along with flowers is theirs, not the sky's.
  const blooming = things.has('flowers') || things.has('blossomTrees');
  const colors = blooming ? named.filter(({ hue }) => hue > 140 && hue < 290) : named;
  // At the sea, blue and teal are the water's.
  const atSea = reading.subjects.includes('sea') || reading.subjects.includes('beach');
  const [first, second] = atSea ? colors.filter(({ hue }) => hue < 140 || hue > 265) : colors;
  const drift = random.between(-9, 9);
  // Signs colour the clouds above them.
  const grey = moods.has('neon')
    ? 0.85
    : weather.has('overcast') || weather.has('rain')
      ? 0.4
      : weather.has('snowing')
        ? 0.5
        : 1;
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
