import { rgb } from '../color.ts';
import { carveRiver, mountainLand } from '../landforms.ts';
import { alpineMaterial } from '../materials.ts';
import type { Brief, Setting } from '../stage.ts';
import { foliageFor } from './foliage.ts';
import { framingTrees } from './framing.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';
import { growWood } from './woods.ts';

/** Mountains behind a lake, or with a river in the valley. */
export function arrangeMountains(brief: Brief): Setting {
  const { reading, random, noise, aspect } = brief;
  const plan = random.fork('mountains');
  // Lanterns need room on the water.
  const river =
    reading.subjects.includes('river') &&
    !reading.subjects.includes('lake') &&
    !reading.things.has('lanterns');
  const camera = lens(brief, {
    horizon: river ? plan.between(0.5, 0.56) : plan.between(0.6, 0.66) + (aspect < 1 ? 0.075 : 0),
    eye: river ? 0.16 : 0.028,
  });
  const spread = spreadOf(camera);
  const winter = reading.season === 'winter' || reading.things.has('snow');
  const shore = river ? 0 : plan.between(1.6, 2.4);
  const gentle = reading.moods.has('calm') || reading.moods.has('minimal');
  const solid = mountainLand(
    {
      spread,
      shore,
      steepness: gentle ? plan.between(0.45, 0.7) : plan.between(0.75, 1),
      tallest: plan.between(1.9, 2.35) * (aspect < 1 ? 1.18 : 1),
    },
    random.fork('land'),
    noise,
  );
  const land = river ? carveRiver(solid, random.fork('river'), noise) : solid;
  const foliage = foliageFor(reading, random.fork('foliage'));
  const rockHue = plan.between(30, 80);
  const mist = reading.weather.has('mist');
  const night = brief.time === 'night';
  return {
    camera,
    sunInFrame:
      reading.things.has('moon') ||
      (reading.things.has('sun') && !reading.things.has('aurora') && plan.chance(0.5)),
    land: {
      shape: land,
      span: { near: river ? 0.12 : 0.05, far: 17, focus: [shore > 0 ? shore : 1.5, 11.5] },
      material: alpineMaterial(
        {
          snowLine: winter ? 0.1 : plan.between(0.68, 0.95),
          treeLine: plan.between(0.4, 0.58),
          colors: {
            rock: rgb({ l: 0.53, c: 0.022, h: rockHue }),
            darkRock: rgb({ l: 0.37, c: 0.02, h: rockHue + 20 }),
            grass: foliage.grass,
            forest: reading.season === 'autumn' ? foliage.woods : foliage.conifer,
            snow: foliage.snow,
          },
        },
        noise,
      ),
    },
    air: {
      thickness: mist ? 0.085 : night ? 0.022 : 0.036,
      mist: mist ? 0.95 : plan.between(0.15, 0.4),
      mistHeight: mist ? 0.2 : 0.07,
      billow: mist ? 0.3 : 0.06,
    },
    clouds: cloudsFor(brief, [0.2, 0.5]),
    water: {
      roughness: gentle ? 0.006 : plan.between(0.008, 0.016),
      wavelength: river ? 0.02 : 0.075,
      deep: rgb({ l: night ? 0.16 : 0.33, c: 0.05, h: plan.between(195, 235) }),
      foam: 0,
      thickness: 0.03,
      shallows: null,
    },
    standing: (stage) =>
      growWood(stage, {
        land,
        foliage,
        kind: reading.season === 'autumn' ? 'broadleaf' : 'conifer',
        count: Math.round(1500 * Math.max(0.6, spread)),
        near: river ? 0.7 : shore * 0.9,
        far: shore + 3.4,
        tall: 0.042,
        snow: winter ? 0.8 : 0,
        allowed: (_x, _z, y) => y < 0.36,
      }),
    foreground: (stage) => framingTrees(stage, foliage, winter ? 0.8 : 0),
  };
}
