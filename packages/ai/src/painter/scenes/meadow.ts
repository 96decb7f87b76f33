import { type Rgb, rgb, scaleRgb } from '../color.ts';
import { hillLand } from '../landforms.ts';
import { meadowMaterial } from '../materials.ts';
import { drawSward } from '../plants.ts';
import { type Brief, inLight, type Setting } from '../stage.ts';
import { foliageFor } from './foliage.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';
import { growWood } from './woods.ts';

const gay = [355, 85, 300, 30, 255];

/** Rolling grass with flowers to the eye's feet, woods and mountains behind. */
export function arrangeMeadow(brief: Brief): Setting {
  const { reading, random, noise } = brief;
  const plan = random.fork('meadow');
  const camera = lens(brief, {
    horizon: plan.between(0.46, 0.54) + (brief.aspect < 1 ? 0.1 : 0),
    eye: 0.04,
  });
  const spread = spreadOf(camera);
  const lavender = /lavender|薰衣草/.test(brief.words);
  const golden =
    /sunflower|rapeseed|canola|向日葵|油菜|wheat|rice|麦|稻/.test(brief.words) &&
    !/terrace|梯田/.test(brief.words);
  const flowers = lavender
    ? [300]
    : golden
      ? [92]
      : reading.colors.length > 0
        ? reading.colors.map(({ hue }) => hue)
        : gay;
  const blooming = reading.things.has('flowers') || reading.season === 'spring' || golden;
  const foliage = foliageFor(reading, random.fork('foliage'));
  const flower = (hue: number): Rgb =>
    rgb({ l: hue > 70 && hue < 110 ? 0.84 : 0.66, c: 0.17, h: hue });
  const land = hillLand(
    {
      spread,
      roll: lavender ? 0.14 : plan.between(0.4, 0.62),
      mountains: plan.between(0.9, 1.7),
      steepness: 0.7,
    },
    random.fork('land'),
    noise,
  );
  const main = flowers[Math.floor(plan() * flowers.length)] ?? 300;
  return {
    camera,
    sunInFrame: reading.things.has('moon') || reading.things.has('sun'),
    land: {
      shape: land,
      span: { near: 0.03, far: 17, focus: [0.15, 10] },
      material: meadowMaterial(
        {
          grass: foliage.grass,
          dry: foliage.dryGrass,
          forest: foliage.woods,
          rock: rgb({ l: 0.5, c: 0.02, h: 60 }),
          flower: blooming || lavender ? flower(main) : null,
          snow: foliage.snow,
        },
        {
          rows: lavender,
          blooming: golden ? 0.95 : 0.7,
          snowLine: reading.season === 'winter' ? 0 : 0.9,
        },
        noise,
      ),
    },
    air: {
      thickness: reading.weather.has('mist') ? 0.12 : 0.045,
      mist: reading.weather.has('mist') ? 0.8 : 0.2,
      mistHeight: 0.08,
      billow: 0,
    },
    clouds: cloudsFor(brief, [0.3, 0.55]),
    water: null,
    standing: (stage) => {
      const kind =
        reading.things.has('blossomTrees') || reading.season === 'autumn' || plan.chance(0.6)
          ? 'broadleaf'
          : 'conifer';
      growWood(stage, {
        land,
        foliage,
        kind,
        count: Math.round(700 * Math.max(0.6, spread)),
        near: 1.1,
        far: 4.2,
        tall: 0.035,
        snow: 0,
      });
      if (!lavender || plan.chance(0.5))
        growWood(stage, {
          land,
          foliage,
          kind,
          count: reading.things.has('blossomTrees') ? 70 : 12,
          near: 0.22,
          far: 0.9,
          tall: 0.036,
          snow: 0,
          allowed: (x, z) => Math.abs(x / z) > spread * 0.3,
        });
    },
    foreground: (stage) => {
      const { canvas, light } = stage;
      const unit = Math.min(canvas.width, canvas.height);
      const grass = inLight(light, scaleRgb(foliage.grass, 0.85));
      const tip = inLight(light, lavender ? scaleRgb(foliage.grass, 0.9) : foliage.dryGrass);
      const heads = (blooming || lavender ? flowers : flowers.slice(0, 2)).map((hue) => {
        const { lit, shade } = inLight(light, flower(hue));
        const heart = inLight(
          light,
          rgb({ l: golden ? 0.35 : 0.8, c: golden ? 0.06 : 0.14, h: golden ? 50 : 88 }),
        ).lit;
        return { lit, shade, heart, share: lavender ? 0.95 : blooming ? 0.5 : 0.12 };
      });
      drawSward(
        canvas,
        {
          top: (x) =>
            canvas.height * 0.9 - noise.fractal((x / unit) * 1.1 + 3, 0.4, 3) * unit * 0.08,
          tallest: unit * 0.105,
          density: 1,
          root: scaleRgb(grass.shade, 0.9),
          tip: scaleRgb(tip.lit, 0.8),
          flowers: heads,
        },
        random.fork('sward'),
      );
    },
  };
}
