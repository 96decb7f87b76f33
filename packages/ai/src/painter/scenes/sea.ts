import { rgb } from '../color.ts';
import { islandLand } from '../landforms.ts';
import { alpineMaterial } from '../materials.ts';
import type { Brief, Setting } from '../stage.ts';
import { foliageFor } from './foliage.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';

/** Open sea, sometimes with islands far out. */
export function arrangeSea(brief: Brief): Setting {
  const { reading, random, noise } = brief;
  const plan = random.fork('sea');
  const stormy = reading.moods.has('dramatic') || reading.weather.has('overcast');
  // Great waves are seen from low down, or they look small.
  const camera = lens(brief, {
    horizon: plan.between(0.5, 0.58) + (stormy && brief.aspect < 1 ? 0.08 : 0),
    eye: stormy ? 0.0105 : brief.aspect < 1 ? 0.03 : 0.014,
  });
  const calm = reading.moods.has('calm') || reading.moods.has('minimal');
  const islands = reading.subjects.includes('mountains') || (!calm && plan.chance(0.55));
  const foliage = foliageFor(reading, random.fork('foliage'));
  const night = brief.time === 'night';
  const hue =
    reading.colors.find(({ hue: named }) => named > 120 && named < 300)?.hue ??
    plan.between(205, 240);
  return {
    camera,
    sunInFrame:
      !reading.things.has('aurora') &&
      !reading.things.has('milkyWay') &&
      !reading.things.has('stars') &&
      (brief.time !== 'day' || reading.things.has('sun')),
    land: islands
      ? {
          shape: islandLand(spreadOf(camera), random.fork('islands'), noise),
          span: { near: 1.2, far: 13, focus: [4, 11] },
          material: alpineMaterial(
            {
              snowLine: reading.things.has('snow') ? 0.2 : 9,
              treeLine: 0.5,
              colors: {
                rock: rgb({ l: 0.48, c: 0.02, h: 60 }),
                darkRock: rgb({ l: 0.34, c: 0.02, h: 60 }),
                grass: foliage.grass,
                forest: foliage.woods,
                snow: foliage.snow,
              },
            },
            noise,
          ),
        }
      : null,
    air: {
      thickness: 0.06,
      mist: reading.weather.has('mist') ? 0.8 : 0.15,
      mistHeight: 0.12,
      billow: 0,
    },
    clouds: cloudsFor(brief, [0.25, 0.55]),
    water: {
      roughness: calm ? 0.035 : plan.between(0.07, 0.1),
      wavelength: 0.03,
      ...(stormy && { swell: reading.weather.has('overcast') ? 1 : 0.75 }),
      deep: rgb({
        l: night ? 0.17 : stormy ? 0.3 : brief.time === 'day' ? 0.42 : 0.32,
        c: brief.time === 'day' && !stormy ? 0.085 : stormy ? 0.04 : 0.06,
        h: hue,
      }),
      foam: calm ? 0 : 0.12,
      thickness: 0.035,
      shallows: null,
    },
  };
}
