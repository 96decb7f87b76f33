import { at, clamp, limit, mix, smooth } from '../arrays.ts';
import { projectX, projectY } from '../canvas.ts';
import { type Rgb, rgb, scaleRgb } from '../color.ts';
import type { Material, Spot } from '../ground.ts';
import { alpineMaterial } from '../materials.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { Brief, Setting, Stage } from '../stage.ts';
import type { Land } from '../terrain.ts';
import { foliageFor } from './foliage.ts';
import { framingTrees } from './framing.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';
import { growWood } from './woods.ts';

/** Kilometres to the cliff. */
const wall = 0.72;

/** A fall from a wooded cliff into a pool. */
export function arrangeWaterfall(brief: Brief): Setting {
  const { reading, random, noise } = brief;
  const plan = random.fork('waterfall');
  const camera = lens(brief, { horizon: plan.between(0.6, 0.66), eye: 0.032 });
  const spread = spreadOf(camera);
  const tall = plan.between(0.24, 0.29) * (brief.aspect < 1 ? 1.35 : 1);
  const fallX = plan.between(-0.3, 0.3) * spread * wall;
  const winter = reading.season === 'winter' || reading.things.has('snow');
  const foliage = foliageFor(reading, random.fork('foliage'));
  const offset = plan.between(0, 40);
  const land: Land = (x, z) => {
    const away = Math.abs(x - fallX);
    // The cliff stands round the pool like the back of a stage.
    const bend = 0.34 * smooth(0.1, spread * 0.9, away) ** 1.5;
    const front = wall - bend + noise.gradient(x * 7 + offset, 1.3) * 0.035;
    const back =
      z -
      front +
      noise.gradient(x * 24, z * 9 + offset) * 0.016 +
      noise.gradient(x * 75, offset) * 0.005;
    const gap = 1 - 0.12 * smooth(0.05, 0.012, away);
    const height =
      tall * gap * (1 + 0.24 * noise.gradient(x * 3.2 + offset, z * 2.4)) +
      0.04 * smooth(0.06, 0.2, away) * (1 + noise.gradient(x * 9, offset));
    const ledges =
      0.5 * smooth(-0.02, 0.02, back) +
      0.28 * smooth(0.018, 0.045, back) +
      0.22 * smooth(0.05, 0.11, back);
    const behind =
      back > 0.1
        ? limit(back - 0.1, 0, 3) * (0.22 + 0.16 * noise.fractal(x * 1.5 + offset, z * 1.5, 3))
        : 0;
    const bank = limit((away - 0.16 - 0.05 * noise.gradient(z * 8, offset)) * 0.12, -0.01, 0.02);
    return ledges > 0 ? Math.max(bank, ledges * height + behind) : bank;
  };
  const rock = alpineMaterial(
    {
      snowLine: winter ? 0.1 : 9,
      treeLine: 9,
      colors: {
        rock: rgb({ l: 0.54, c: 0.02, h: plan.between(50, 90) }),
        darkRock: rgb({ l: 0.36, c: 0.018, h: 80 }),
        grass: foliage.grass,
        forest: reading.season === 'autumn' ? foliage.woods : foliage.conifer,
        snow: foliage.snow,
      },
    },
    noise,
  );
  const mist = reading.weather.has('mist');
  return {
    camera,
    sunInFrame: false,
    frontal: true,
    land: {
      shape: land,
      span: { near: 0.08, far: 4.5, focus: [0.34, 0.95] },
      material: cliff(enlarged(rock, 6), scaleRgb(foliage.grass, 0.62), winter ? 0 : 1, noise),
    },
    air: { thickness: mist ? 0.4 : 0.14, mist: mist ? 0.8 : 0.3, mistHeight: 0.05, billow: 0 },
    clouds: cloudsFor(brief, [0.2, 0.45]),
    water: {
      roughness: 0.018,
      wavelength: 0.02,
      deep: rgb({ l: brief.time === 'night' ? 0.16 : 0.36, c: 0.06, h: plan.between(175, 205) }),
      foam: 0,
      thickness: 0.06,
      shallows: null,
    },
    standing: (stage) => {
      const kind = reading.season === 'autumn' ? 'broadleaf' : 'conifer';
      const wood = { land, foliage, kind, tall: 0.042, snow: winter ? 0.6 : 0 } as const;
      growWood(stage, {
        ...wood,
        count: 800,
        near: 0.62,
        far: 2.4,
        allowed: (_x, _z, y) => y > tall * 0.7,
      });
      pour(stage, land, fallX, random.fork('pour'));
      growWood(stage, {
        ...wood,
        count: 260,
        near: 0.2,
        far: 0.62,
        tall: 0.036,
        allowed: (x) => Math.abs(x - fallX) > 0.16,
      });
    },
    foreground: (stage) => framingTrees(stage, foliage, winter ? 0.6 : 0),
  };
}

/** The material of a mountain on something so many times smaller. */
function enlarged({ patchesAt, cover }: Material, times: number): Material {
  return {
    patchesAt: (x, z, height) => patchesAt(x * times, z * times, height * times),
    cover: (spot) => {
      const { x, z, height, footprint } = spot;
      spot.x = x * times;
      spot.z = z * times;
      spot.height = height * times;
      spot.footprint = footprint * times;
      cover(spot);
      spot.x = x;
      spot.z = z;
      spot.height = height;
      spot.footprint = footprint;
    },
  };
}

/** Rock with upright joints, dark where water seeps down, and moss where it can hold. */
function cliff(rock: Material, moss: Rgb, growth: number, noise: Noise): Material {
  const cover = (spot: Spot): void => {
    const { x, z, height } = spot;
    rock.cover(spot);
    const steep = Math.sqrt(spot.slopeX * spot.slopeX + spot.slopeZ * spot.slopeZ);
    const wall = smooth(0.7, 1.6, steep);
    if (wall <= 0) return;
    const along = x + z * 0.7;
    const bend = spot.patches * 1.3;
    const joint = noise.gradient(along * 95 + bend, height * 13);
    const crack = noise.gradient(along * 260 - bend, height * 46 + joint);
    const ledge = noise.gradient(along * 20 + 5, height * 120 + bend * 1.5);
    spot.slopeX += (joint * 1.3 + crack * 0.7) * wall * (1 + steep * 0.3);
    const seep = smooth(0.05, 0.5, noise.gradient(along * 46 + 17, height * 3.2 + bend * 0.4));
    const tone = 1 + wall * (joint * 0.3 + crack * 0.2 - seep * 0.38 + bend * 0.22);
    const green =
      growth *
      wall *
      0.72 *
      smooth(0.06, 0.42, ledge * 0.6 + bend * 0.5 + crack * 0.3 + seep * 0.16);
    spot.red = mix(spot.red * tone, moss[0] * (1 + crack * 0.5), green);
    spot.green = mix(spot.green * tone, moss[1] * (1 + crack * 0.5), green);
    spot.blue = mix(spot.blue * tone, moss[2] * (1 + crack * 0.5), green);
  };
  return { patchesAt: rock.patchesAt, cover };
}

/** White water from the edge to the pool, and the spray where it lands. */
function pour(stage: Stage, land: Land, fallX: number, random: Random): void {
  const { canvas, camera, light, brief } = stage;
  const unit = Math.min(canvas.width, canvas.height);
  const white: [number, number, number] = [0, 1, 2].map(
    (c) => (light.ambient[c] ?? 0) * 1.05 + (light.sun[c] ?? 0) * 0.3,
  ) as [number, number, number]; // map() forgets how many there are.
  const strands = [
    { x: fallX, wide: 0.05, from: 0 },
    { x: fallX + (random.chance(0.5) ? 1 : -1) * 0.034, wide: 0.022, from: 0.2 },
  ];
  for (const { x, wide, from } of strands) {
    const z = wall - 0.03;
    const middle = projectX(camera, x, z);
    const bottom = projectY(camera, 0, z);
    const top = mix(projectY(camera, land(x, wall + 0.1, -9), wall + 0.1), bottom, from);
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(canvas.height, bottom); y++) {
      const down = (y - top) / (bottom - top);
      const half = unit * wide * mix(0.55, 1, down ** 0.6);
      const sway = brief.noise.gradient(down * 3, x * 40) * unit * wide * 0.3;
      for (let px = Math.floor(middle - half * 1.5); px <= middle + half * 1.5; px++) {
        if (px < 0 || px >= canvas.width) continue;
        const across = (px + 0.5 - middle - sway) / half;
        const fiber = ((px - middle) / unit) * 190;
        const fray = brief.noise.fractal(fiber * 0.5, down * 5 + x * 30, 3);
        const thread = brief.noise.gradient(fiber * 1.6, down * 3.2 - x * 9);
        const cover = smooth(0, 0.4, 1 - Math.abs(across) + fray * 0.7) * smooth(0, 0.03, down);
        if (cover <= 0) continue;
        const tone = 0.82 + thread * 0.3 + fray * 0.25;
        const index = (y * canvas.width + px) * 3;
        for (let c = 0; c < 3; c++)
          canvas.color[index + c] = mix(
            at(canvas.color, index + c),
            (white[c] ?? 0) * tone,
            cover * 0.94,
          );
        if (cover > 0.5) canvas.depth[y * canvas.width + px] = z;
      }
    }
  }
  spray(stage, projectX(camera, fallX, wall), projectY(camera, 0, wall - 0.03), unit * 0.2, white);
}

function spray(
  { canvas, brief }: Stage,
  x: number,
  y: number,
  reach: number,
  white: readonly [number, number, number],
): void {
  for (
    let py = Math.max(0, Math.floor(y - reach));
    py < Math.min(canvas.height, y + reach * 0.2);
    py++
  ) {
    for (
      let px = Math.max(0, Math.floor(x - reach * 1.6));
      px < Math.min(canvas.width, x + reach * 1.6);
      px++
    ) {
      const dx = (px - x) / (reach * 0.8);
      const dy = (py - y) / (reach * (py < y ? 0.55 : 0.12));
      const puff = brief.noise.fractal((px / reach) * 2.2, (py / reach) * 2.2, 3);
      const cover = clamp(Math.exp(-(dx * dx + dy * dy) * 1.6) * (0.85 + puff) - 0.03);
      if (cover <= 0) continue;
      const index = (py * canvas.width + px) * 3;
      for (let c = 0; c < 3; c++)
        canvas.color[index + c] = mix(at(canvas.color, index + c), (white[c] ?? 0) * 0.92, cover);
    }
  }
}
