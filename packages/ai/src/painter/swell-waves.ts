import { at, mix, smooth } from './arrays.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';

/** Columns of the picture from one reckoned place of the sea to the next. */
export const swellStride = 2;

/** A heavy sea, reckoned in metres, one line across the picture at a time. */
export type SwellWaves = {
  /** Above and below the level sea. */
  height: Float32Array;
  /** How near the top of a great wave a place is, 0..1; only waves high enough to break come near 1. */
  crest: Float32Array;
  /** The highest that any wave stands. */
  readonly tallest: number;
  /** The way the wind blows over the water; unit length. */
  readonly wind: readonly [x: number, z: number];
  /** Reckons the line `z` away, `perColumn` metres from one column to the next; waves below `grain` metres are left out. */
  roll(z: number, perColumn: number, grain: number): void;
};

type Train = { length: number; tall: number; turn: number; offset: number };

/** Great waves with sharp crests and long troughs that run with the wind, and chop upon them. */
export function createSwell(
  width: number,
  power: number,
  random: Random,
  noise: Noise,
): SwellWaves {
  const count = Math.ceil(width / swellStride) + 2;
  const height = new Float32Array(count);
  const crest = new Float32Array(count);
  const heading = random.between(0.28, 0.5) * (random.chance(0.5) ? 1 : -1);
  const trains: Train[] = [
    { length: 74, tall: 2.7, turn: 0, offset: 0 },
    { length: 41, tall: 1.35, turn: -0.42, offset: 31 },
    { length: 23, tall: 0.72, turn: 0.36, offset: 67 },
  ].map((train) => ({
    ...train,
    tall: train.tall * power,
    turn: heading + train.turn,
    offset: train.offset + random.between(0, 20),
  }));
  const chop = [9.1, 4.3, 2.0, 0.95, 0.45].map((length, i) => ({
    length,
    tall: length * 0.058 * power,
    turn: heading + (i % 2 ? -0.5 : 0.35),
  }));
  const main = trains[0]?.tall ?? 1;
  const roll = (z: number, perColumn: number, grain: number): void => {
    height.fill(0);
    crest.fill(0);
    const first = (0.5 - width / 2) * perColumn;
    const step = perColumn * swellStride;
    for (const { length, tall, turn, offset } of trains) {
      const shown = smooth(1.2, 4, length / grain);
      if (shown <= 0.02) continue;
      const cos = Math.cos(turn);
      const sin = Math.sin(turn);
      for (let i = 0; i < count; i++) {
        const x = first + i * step;
        const across = (x * cos - z * sin) / length;
        const along = (x * sin + z * cos) / length;
        // Crests bend and end: no wave is as wide as the sea.
        const bend = noise.gradient(across * 0.42 + offset, along * 0.33);
        const group = 0.62 + 0.62 * noise.gradient(across * 0.3 + 9.7, along * 0.36 + offset);
        // A narrow crest (1) between wide troughs (-0.6), its mean about zero.
        const half = 0.5 - 0.5 * Math.cos((along + bend * 0.55) * Math.PI * 2);
        const wave = half * half * (0.88 + 0.72 * half) - 0.6;
        height[i] = at(height, i) + wave * Math.max(group, 0.1) * tall * shown;
      }
    }
    for (let i = 0; i < count; i++) crest[i] = smooth(0.1, 1.15, at(height, i) / main);
    for (const { length, tall, turn } of chop) {
      const shown = smooth(1.2, 3.6, length / grain);
      if (shown <= 0.02) continue;
      const cos = Math.cos(turn) / length;
      const sin = Math.sin(turn) / length;
      for (let i = 0; i < count; i++) {
        const x = first + i * step;
        const fold = noise.gradient((x * cos - z * sin) * 0.62 + length * 7, x * sin + z * cos);
        // Folded noise has sharp ridges; the wind drives the chop highest where the wave is high.
        const ridge = 0.42 - (fold < 0 ? -fold : fold) * 1.35;
        height[i] = at(height, i) + ridge * tall * shown * mix(0.7, 1.35, at(crest, i));
      }
    }
  };
  return {
    height,
    crest,
    tallest: trains.reduce((sum, { tall }) => sum + tall, 0) * 0.95,
    wind: [-Math.sin(heading), -Math.cos(heading)],
    roll,
  };
}
