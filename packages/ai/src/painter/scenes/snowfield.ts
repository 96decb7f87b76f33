import { rgb } from '../color.ts';
import { hillLand } from '../landforms.ts';
import { snowMaterial } from '../materials.ts';
import type { Brief, Setting } from '../stage.ts';
import { foliageFor } from './foliage.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';
import { growWood } from './woods.ts';

/** Deep snow with snow-laden spruces and white mountains. */
export function arrangeSnowfield(brief: Brief): Setting {
  const { reading, random, noise, aspect } = brief;
  const plan = random.fork('snowfield');
  const camera = lens(brief, {
    horizon: plan.between(0.52, 0.6) + (aspect < 1 ? 0.09 : 0),
    eye: 0.045,
  });
  const spread = spreadOf(camera);
  const mountains = plan.between(1.3, 2) * (aspect < 1 ? 1.3 : 1);
  const land = hillLand(
    { spread, roll: 0.1, mountains, steepness: 0.85 },
    random.fork('land'),
    noise,
  );
  const foliage = foliageFor({ ...reading, season: 'winter' }, random.fork('foliage'));
  const wooded = reading.subjects.includes('forest') || reading.things.has('trees');
  return {
    camera,
    sunInFrame: reading.things.has('moon') || (reading.things.has('sun') && plan.chance(0.6)),
    land: {
      shape: land,
      span: { near: 0.03, far: 17, focus: [0.4, 11] },
      material: snowMaterial(
        foliage.snow,
        rgb({ l: 0.42, c: 0.02, h: 260 }),
        rgb({ l: 0.4, c: 0.035, h: 200 }),
        noise,
      ),
    },
    air: {
      thickness: reading.weather.has('mist') || reading.weather.has('snowing') ? 0.13 : 0.035,
      mist: 0.35,
      mistHeight: 0.09,
      billow: 0,
    },
    clouds: cloudsFor(brief, [0.1, 0.4]),
    water: null,
    standing: (stage) => {
      growWood(stage, {
        land,
        foliage,
        kind: 'conifer',
        count: Math.round(900 * Math.max(0.6, spread)),
        near: 0.7,
        far: 4.5,
        tall: 0.05,
        snow: 0.85,
      });
      growWood(stage, {
        land,
        foliage,
        kind: 'conifer',
        count: Math.round((wooded ? 70 : 30) * Math.max(0.5, spread)),
        near: 0.13,
        far: 0.7,
        tall: 0.042,
        snow: 0.9,
        allowed: (x, z) => Math.abs(x / z) > spread * 0.22,
      });
    },
  };
}
