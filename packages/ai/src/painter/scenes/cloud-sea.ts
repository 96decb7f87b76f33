import { rgb } from '../color.ts';
import { mountainLand } from '../landforms.ts';
import { alpineMaterial } from '../materials.ts';
import type { Brief, Setting } from '../stage.ts';
import { foliageFor } from './foliage.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';

/** Peaks that stand out of a sea of clouds, seen from a summit. */
export function arrangeCloudSea(brief: Brief): Setting {
  const { reading, random, noise, aspect } = brief;
  const plan = random.fork('cloud sea');
  const camera = lens(brief, { horizon: plan.between(0.42, 0.5), eye: 0.95 });
  const foliage = foliageFor(reading, random.fork('foliage'));
  const land = mountainLand(
    {
      spread: spreadOf(camera),
      shore: 0,
      steepness: plan.between(0.8, 1),
      tallest: 2.1 * (aspect < 1 ? 1.2 : 1),
    },
    random.fork('land'),
    noise,
  );
  const winter = reading.season === 'winter' || reading.things.has('snow');
  return {
    camera,
    sunInFrame: brief.time !== 'day' || reading.things.has('sun') || reading.things.has('moon'),
    land: {
      shape: (x, z, finest) => land(x, z, finest) * (z < 3 ? (z / 3) ** 0.5 : 1),
      span: { near: 0.9, far: 22, focus: [2.5, 12] },
      material: alpineMaterial(
        {
          snowLine: winter ? 0.3 : 1.35,
          treeLine: 1,
          colors: {
            rock: rgb({ l: 0.5, c: 0.025, h: 70 }),
            darkRock: rgb({ l: 0.34, c: 0.02, h: 60 }),
            grass: foliage.grass,
            forest: foliage.woods,
            snow: foliage.snow,
          },
        },
        noise,
      ),
    },
    air: { thickness: 0.028, mist: 1.7, mistHeight: 0.2, billow: 0.55 },
    clouds: { ...cloudsFor(brief, [0, 0.2]), cover: 0 },
    water: null,
  };
}
