import { limit, mix, smooth } from './arrays.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';
import type { Land } from './terrain.ts';

/** How many octaves it takes from one wavelength down to another, both as powers of two. */
function octaves(longest: number, finest: number, most: number): number {
  const needed = Math.round(longest - finest);
  return Math.min(most, Math.max(2, needed));
}

type Massif = { x: number; z: number; height: number; radius: number };

export type MountainPlan = {
  /** Sideways kilometres seen for each kilometre of distance, to either side. */
  spread: number;
  /** Kilometres to the far shore; 0 for no water. */
  shore: number;
  /** 0 hills, 1 alps. */
  steepness: number;
  /** Height of the tallest peak in kilometres. */
  tallest: number;
};

/** Where the great peaks stand: one to a phone, several to a wide screen, never evenly. */
function placeMassifs(plan: MountainPlan, random: Random): Massif[] {
  const distance = Math.max(plan.shore + 4.2, 6.5);
  const half = plan.spread * distance;
  const count = Math.max(1, Math.round(half / 2.1));
  const hero = random.between(-0.42, 0.42) * half * 0.9;
  const massifs: Massif[] = [
    {
      x: hero,
      z: distance + 0.6,
      height: plan.tallest,
      radius: plan.tallest * random.between(1.75, 2.1),
    },
  ];
  for (let i = 0; i < count * 2; i++) {
    const x = mix(-1.15, 1.15, (i + random()) / (count * 2)) * half;
    const z = distance + random.between(-1.1, 3.2);
    const nearHero = Math.exp(-(((x - hero) / (plan.tallest * 1.3)) ** 2));
    const height = plan.tallest * random.between(0.42, 0.8) * (1 - nearHero * 0.45);
    massifs.push({ x, z, height, radius: height * random.between(1.8, 2.6) });
  }
  return massifs;
}

/** Mountains behind an (optional) lake. */
export function mountainLand(plan: MountainPlan, random: Random, noise: Noise): Land {
  const massifs = placeMassifs(plan, random);
  const offset = random.between(0, 60);
  const rough = mix(0.5, 1.05, plan.steepness);
  const crestsAt = (x: number, z: number, finest: number): number =>
    noise.ridged(x * 0.52 + offset, z * 0.52, octaves(0.93, finest, 9));
  return (x, z, finest) => {
    const bendX = noise.gradient(x * 0.45 + offset, z * 0.45) * 0.55;
    const bendZ = noise.gradient(x * 0.45 + 31.4, z * 0.45 + offset) * 0.55;
    let bulk = 0;
    for (const massif of massifs) {
      const dx = x + bendX - massif.x;
      const dz = z + bendZ - massif.z;
      const away = Math.sqrt(dx * dx + dz * dz) / massif.radius;
      if (away < 1) bulk = Math.max(bulk, massif.height * (1 - away) ** 1.12);
    }
    let inland = z - (plan.shore > 0 ? plan.shore : 0.35);
    // Farther inland it makes no difference how the shore winds.
    if (plan.shore > 0 && inland < 3.5)
      inland -=
        noise.gradient(x * 0.35, offset) * 0.55 + noise.gradient(x * 1.7, offset + 3) * 0.16;
    if (inland < -0.5) return -0.05;
    const foot = smooth(-0.1, 2.6, inland);
    const hills =
      (noise.fractal(x * 0.7 + 9, z * 0.7 + offset, octaves(0.49, finest, 5)) + 0.42) * 0.34 * foot;
    const peaks =
      bulk > 0
        ? bulk *
          (0.42 + rough * crestsAt(x + bendX * 0.5, z + bendZ * 0.5, finest)) *
          smooth(-0.2, 1.6, inland)
        : 0;
    const bank =
      plan.shore > 0
        ? limit(inland * 0.05, -0.04, 0.05)
        : 0.02 + 0.02 * noise.fractal(x * 3, z * 3, octaves(-1.6, finest, 4));
    return peaks + Math.max(0, hills) * mix(0.7, 1, plan.steepness) + bank;
  };
}

/** A river in long bends through land that is otherwise dry. */
export function carveRiver(land: Land, random: Random, noise: Noise): Land {
  const phase = random.between(0, 6);
  const offset = random.between(0, 40);
  return (x, z, finest) => {
    const middle =
      Math.sin(z * 1.15 + phase) * (0.1 + z * 0.13) + noise.gradient(z * 0.8, offset) * 0.16 * z;
    const width = 0.035 + z * 0.028;
    const away = Math.abs(x - middle) + noise.gradient(x * 6, z * 3) * 0.008;
    const bed = smooth(width * 0.8, width * 3.4, away);
    // It comes out of the hills, not out of a trench through the mountains.
    const bank = Math.max(smooth(width * 0.85, width * 1.5, away), smooth(3.4, 4.4, z));
    if (bank <= 0) return -0.01;
    return (
      land(x, z, finest) * mix(0.12, 1, Math.max(bed, smooth(3.4, 4.6, z))) * bank +
      0.002 * bank -
      0.01 * (1 - bank)
    );
  };
}

/** Dunes: long gentle backs, sharp winding crests, steep lee sides. */
export function duneLand(random: Random, noise: Noise): Land {
  const offset = random.between(0, 50);
  const trains = [
    { length: 0.72, height: 0.135, angle: random.between(0.75, 1.15), bend: 0.85 },
    { length: 0.34, height: 0.036, angle: random.between(0.35, 0.8), bend: 0.6 },
  ].map((train) => ({ ...train, cos: Math.cos(train.angle), sin: Math.sin(train.angle) }));
  return (x, z, finest) => {
    let height = 0.006;
    for (const { length, height: tall, cos, sin, bend } of trains) {
      const u = (x * cos + z * sin) / length;
      const w = (-x * sin + z * cos) / length;
      const phase =
        u +
        bend * noise.gradient(w * 0.55 + offset, u * 0.4) +
        0.16 * noise.gradient(w * 1.7, u * 1.2 + offset);
      const part = phase - Math.floor(phase);
      const swell = limit(0.62 + noise.gradient(w * 0.42 + offset * 2, u * 0.5) * 0.85, 0.06, 1.3);
      height += duneProfile(part) * tall * swell;
    }
    const grain = finest < -4.3 ? noise.fractal(x * 7 + offset, z * 7, 3) * 0.003 : 0;
    return (height + grain) * mix(0.16, 1, smooth(0.05, 0.95, z)) * (1 + z * 0.05);
  };
}

function duneProfile(part: number): number {
  const crest = 0.7;
  if (part < crest) return 0.5 - 0.5 * Math.cos((part / crest) * Math.PI * 0.94);
  const fall = (part - crest) / (1 - crest);
  return 0.99 * (1 - fall) ** 1.5;
}

export type HillPlan = { spread: number; roll: number; mountains: number; steepness: number };

/** Rolling ground that begins at the eye's feet, with mountains far behind. */
export function hillLand(plan: HillPlan, random: Random, noise: Noise): Land {
  const range =
    plan.mountains > 0
      ? mountainLand(
          { spread: plan.spread, shore: 0, steepness: plan.steepness, tallest: plan.mountains },
          random.fork('range'),
          noise,
        )
      : null;
  const offset = random.between(0, 50);
  return (x, z, finest) => {
    const swell =
      noise.gradient(x * 0.55 + offset, z * 0.7) * 0.6 +
      noise.gradient(x * 1.6, z * 1.9 + offset) * 0.22;
    const detail = noise.fractal(x * 5 + offset, z * 5, octaves(-2.32, finest, 5)) * 0.05;
    const rise = smooth(0.08, 2.2, z);
    const near =
      0.012 +
      // However the hills roll, the ground at the eye's feet stays below it.
      (swell + 0.35) * mix(Math.min(plan.roll * 0.06, 0.018), plan.roll, rise) +
      detail * mix(Math.min(plan.roll * 0.1, 0.03), plan.roll, rise);
    const far = range && z > 3.2 ? range(x, z, finest) * smooth(3.2, 6, z) : 0;
    return Math.max(0.004, near + far);
  };
}

export type CoastPlan = { spread: number; side: 1 | -1; hills: number; inset: number };

/** A beach that runs away from the eye on one side, hills behind it. */
export function coastLand(plan: CoastPlan, random: Random, noise: Noise): Land {
  const offset = random.between(0, 50);
  const bay = random.between(0.35, 0.6);
  return (x, z, finest) => {
    const curve =
      plan.inset +
      z * plan.spread * 0.22 -
      bay * 0.16 * z * z +
      noise.gradient(z * 1.2 + offset, 3.3) * 0.03 * Math.min(1, z * 2);
    const inland = x * plan.side - curve + noise.gradient(x * 14 + offset, z * 9) * 0.004;
    const sand = limit(inland * 0.14, -0.02, 0.014);
    if (inland < 0.02) return sand;
    const rise = smooth(0.05, 0.7, inland) * smooth(0.35, 2.2, z);
    const hills =
      (0.45 + noise.fractal(x * 1.3 + offset, z * 1.3, octaves(-0.32, finest, 7))) *
      plan.hills *
      rise;
    return sand + Math.max(0, hills);
  };
}

/** Islands and headlands far out. */
export function islandLand(spread: number, random: Random, noise: Noise): Land {
  const offset = random.between(0, 50);
  const count = random.between(1.2, 3.4);
  const isles = Array.from({ length: Math.round(count) }, () => {
    const z = random.between(5.5, 9.5);
    const side = random.chance(0.5) ? 1 : -1;
    return {
      x: side * random.between(0.35, 1.15) * spread * z,
      z,
      height: random.between(0.25, 0.75),
      wide: random.between(0.8, 1.9),
    };
  });
  return (x, z, finest) => {
    let height = -0.05;
    for (const isle of isles) {
      const dx = (x - isle.x) / isle.wide;
      const dz = (z - isle.z) / 0.8;
      const away = Math.sqrt(dx * dx + dz * dz) + noise.gradient(x * 1.1 + offset, z * 1.1) * 0.22;
      if (away > 1) continue;
      height = Math.max(
        height,
        isle.height *
          (1 - away) ** 0.85 *
          (0.3 + 1.2 * noise.ridged(x * 0.8 + offset, z * 0.8, octaves(0.26, finest, 8))) -
          0.01,
      );
    }
    return height;
  };
}
