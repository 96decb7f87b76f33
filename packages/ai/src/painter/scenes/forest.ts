import { rgb, scaleRgb } from '../color.ts';
import { hillLand } from '../landforms.ts';
import { meadowMaterial } from '../materials.ts';
import { drawSward } from '../plants.ts';
import { paintRays } from '../rays.ts';
import { type Brief, inLight, type Setting } from '../stage.ts';
import { arrangeBamboo } from './bamboo.ts';
import { foliageFor } from './foliage.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';
import { growWood } from './woods.ts';

/** Wood behind wood, each paler in the mist. */
export function arrangeForest(brief: Brief): Setting {
  if (/bamboo|竹/.test(brief.words)) return arrangeBamboo(brief);
  const { reading, random, noise } = brief;
  const plan = random.fork('forest');
  const camera = lens(brief, {
    horizon: plan.between(0.56, 0.64) + (brief.aspect < 1 ? 0.05 : 0),
    eye: 0.06,
  });
  const spread = spreadOf(camera);
  const foliage = foliageFor(reading, random.fork('foliage'));
  const land = hillLand(
    { spread, roll: 0.62, mountains: 1.5, steepness: 0.6 },
    random.fork('land'),
    noise,
  );
  const broad = reading.season === 'autumn' || reading.things.has('blossomTrees');
  const winter = reading.season === 'winter' || reading.things.has('snow');
  const kind = broad ? 'broadleaf' : 'conifer';
  const snow = winter ? 0.85 : 0;
  // A broad crown fills the place of two spruces.
  const crowd = Math.max(0.6, spread) * (broad ? 0.6 : 1);
  return {
    camera,
    sunInFrame: reading.things.has('moon') || reading.things.has('sun') || brief.time === 'dawn',
    land: {
      shape: land,
      span: { near: 0.04, far: 17, focus: [0.3, 6] },
      material: meadowMaterial(
        {
          grass: scaleRgb(foliage.grass, 0.7),
          dry: scaleRgb(foliage.dryGrass, 0.7),
          forest: foliage.woods,
          rock: rgb({ l: 0.45, c: 0.02, h: 60 }),
          flower: null,
          snow: foliage.snow,
        },
        { rows: false, blooming: 0, snowLine: winter ? 0 : 2 },
        noise,
      ),
    },
    air: {
      thickness: reading.weather.has('mist') ? 0.3 : 0.15,
      mist: reading.weather.has('mist') ? 0.75 : 0.4,
      mistHeight: 0.2,
      billow: 0.22,
    },
    clouds: cloudsFor(brief, [0.1, 0.4]),
    water: null,
    standing: (stage) => {
      growWood(stage, {
        land,
        foliage,
        kind,
        count: Math.round(3200 * crowd),
        near: 0.75,
        far: 5,
        tall: 0.05,
        snow,
      });
      growWood(stage, {
        land,
        foliage,
        kind,
        count: Math.round(520 * crowd),
        near: 0.22,
        far: 0.75,
        tall: 0.05,
        snow,
        allowed: (x, z) => Math.abs(x / z) > spread * 0.1,
      });
      growWood(stage, {
        land,
        foliage,
        kind,
        count: Math.round(44 * Math.max(0.6, spread)),
        near: 0.1,
        far: 0.2,
        tall: 0.05,
        snow,
        allowed: (x, z) => Math.abs(x / z) > spread * 0.34,
      });
    },
    foreground: (stage) => {
      paintRays(stage, reading.weather.has('mist') ? 0.13 : 0.07);
      if (winter) return;
      const { canvas, light } = stage;
      const unit = Math.min(canvas.width, canvas.height);
      const grass = inLight(light, scaleRgb(foliage.grass, 0.45));
      drawSward(
        canvas,
        {
          top: (x) =>
            canvas.height * 0.95 - noise.fractal((x / unit) * 1.6 + 3, 0.4, 3) * unit * 0.07,
          tallest: unit * 0.07,
          density: 0.9,
          root: scaleRgb(grass.shade, 0.7),
          tip: scaleRgb(grass.lit, 0.7),
          flowers: [],
        },
        random.fork('sward'),
      );
    },
  };
}
