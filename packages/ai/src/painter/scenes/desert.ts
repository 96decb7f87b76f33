import { rgb } from '../color.ts';
import { duneLand } from '../landforms.ts';
import { sandMaterial } from '../materials.ts';
import type { Brief, Setting } from '../stage.ts';
import { cloudsFor, lens } from './lens.ts';

/** Dunes to the horizon. */
export function arrangeDesert(brief: Brief): Setting {
  const { reading, random, noise } = brief;
  const plan = random.fork('desert');
  const camera = lens(brief, { horizon: plan.between(0.42, 0.5), eye: 0.17 });
  const night = brief.time === 'night';
  const named = reading.colors[0]?.hue;
  const warm = named !== undefined && (named < 100 || named > 340) ? named : plan.between(58, 72);
  return {
    camera,
    sunInFrame: reading.things.has('sun') || reading.things.has('moon') || brief.time === 'sunset',
    land: {
      shape: duneLand(random.fork('land'), noise),
      span: { near: 0.06, far: 14, focus: [0.15, 3.5] },
      // By night the eye sees little of the sand's own colour and more of the sky's blue.
      material: sandMaterial(
        rgb({ l: night ? 0.6 : 0.68, c: night ? 0.006 : 0.1, h: warm }),
        rgb({ l: night ? 0.46 : 0.58, c: night ? 0.03 : 0.112, h: night ? 262 : warm - 10 }),
        noise,
      ),
    },
    air: {
      thickness: reading.weather.has('mist') ? 0.2 : 0.06,
      mist: 0.12,
      mistHeight: 0.05,
      billow: 0,
    },
    clouds: cloudsFor(brief, [0, 0.22]),
    water: null,
  };
}
