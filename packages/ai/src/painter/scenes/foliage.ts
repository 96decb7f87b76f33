import { type Rgb, rgb } from '../color.ts';
import type { Random } from '../random.ts';
import type { Reading } from '../words.ts';

/** Surface colours of what grows, by season and by the colours the prompt names. */
export type Foliage = {
  conifer: Rgb;
  leaves: Rgb[];
  grass: Rgb;
  dryGrass: Rgb;
  woods: Rgb;
  bark: Rgb;
  snow: Rgb;
};

const bark = rgb({ l: 0.34, c: 0.03, h: 50 });
const snow: Rgb = [0.84, 0.87, 0.92];

export function foliageFor({ season, things }: Reading, random: Random): Foliage {
  const shift = random.between(-8, 8);
  const common = { bark, snow, conifer: rgb({ l: 0.36, c: 0.055, h: 150 + shift }) };
  if (things.has('blossomTrees')) {
    return {
      ...common,
      leaves: [leaf(0.8, 0.09, 0), leaf(0.86, 0.065, 5), leaf(0.76, 0.11, 355)],
      grass: leaf(0.5, 0.11, 128),
      dryGrass: leaf(0.6, 0.1, 118),
      woods: leaf(0.66, 0.07, 0),
    };
  }
  if (season === 'autumn') {
    return {
      ...common,
      leaves: [
        leaf(0.6, 0.16, 45),
        leaf(0.68, 0.15, 68),
        leaf(0.5, 0.16, 30),
        leaf(0.74, 0.14, 85),
      ],
      grass: leaf(0.52, 0.085, 95),
      dryGrass: leaf(0.6, 0.09, 78),
      woods: leaf(0.47, 0.12, 52),
    };
  }
  if (season === 'winter') {
    return {
      ...common,
      conifer: rgb({ l: 0.43, c: 0.04, h: 175 }),
      leaves: [leaf(0.5, 0.02, 60)],
      grass: leaf(0.72, 0.02, 240),
      dryGrass: leaf(0.8, 0.012, 240),
      woods: leaf(0.34, 0.035, 170),
    };
  }
  const fresh = season === 'spring' ? 0.06 : 0;
  return {
    ...common,
    leaves: [
      leaf(0.5 + fresh, 0.12, 132 + shift),
      leaf(0.57 + fresh, 0.125, 122 + shift),
      leaf(0.45, 0.1, 140),
    ],
    grass: leaf(0.49 + fresh, 0.11, 128 + shift),
    dryGrass: leaf(0.58 + fresh, 0.105, 116 + shift),
    woods: leaf(0.36, 0.075, 142 + shift),
  };
}

function leaf(l: number, c: number, h: number): Rgb {
  return rgb({ l, c, h });
}
