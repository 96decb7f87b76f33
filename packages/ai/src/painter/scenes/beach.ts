import { rgb } from '../color.ts';
import { coastLand } from '../landforms.ts';
import { coastMaterial } from '../materials.ts';
import { type Brief, type Planting, plant, type Setting, spriteColors } from '../stage.ts';
import { paintPalm } from '../trees.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';

/** A warm shore: clear shallows, pale sand, palms. */
export function arrangeBeach(brief: Brief): Setting {
  const { reading, random, noise } = brief;
  const plan = random.fork('beach');
  const camera = lens(brief, {
    horizon: brief.aspect < 1 ? plan.between(0.42, 0.46) : plan.between(0.44, 0.5),
    eye: 0.009,
  });
  const side = plan.chance(0.5) ? 1 : -1;
  const spread = spreadOf(camera);
  const land = coastLand(
    { spread, side, hills: plan.between(0.2, 0.5), inset: camera.eye * spread * -0.25 },
    random.fork('land'),
    noise,
  );
  const day = brief.time === 'day';
  return {
    camera,
    sunInFrame: !day || reading.things.has('sun'),
    land: {
      shape: land,
      span: { near: 0.008, far: 9, focus: [0.02, 3] },
      material: coastMaterial(
        rgb({ l: 0.86, c: 0.045, h: 82 }),
        rgb({ l: 0.68, c: 0.042, h: 78 }),
        rgb({ l: 0.4, c: 0.085, h: 140 }),
        rgb({ l: 0.55, c: 0.11, h: 128 }),
        noise,
      ),
    },
    air: { thickness: 0.06, mist: 0.1, mistHeight: 0.1, billow: 0 },
    clouds: cloudsFor(brief, [0.3, 0.55]),
    water: {
      roughness: 0.045,
      wavelength: 0.011,
      deep: rgb({ l: day ? 0.5 : 0.34, c: 0.095, h: 225 }),
      foam: 0.05,
      thickness: 0.05,
      shallows: {
        depthAt: (x, z) => Math.max(0, -land(x, z, -9)),
        color: rgb({ l: day ? 0.83 : 0.6, c: 0.09, h: 190 }),
      },
    },
    standing: (stage) => {
      const grove = random.fork('palms');
      const size = Math.round(Math.min(700, camera.height * 0.5));
      const sprites = [0, 1, 2, 3].map((i) => paintPalm(size, grove.fork(String(i))));
      const colors = [0.8, 1, 1.2].map((tone) =>
        spriteColors(stage.light, [0.075 * tone, 0.15 * tone, 0.03 * tone], [0.3, 0.22, 0.15]),
      );
      const plantings: Planting[] = [];
      for (let i = 0; i < 260; i++) {
        const z = 0.032 * (2.4 / 0.032) ** grove();
        const x = grove.between(-spread, spread) * z * 1.1;
        const tall = 0.019 * grove.between(0.75, 1.2);
        const sprite = sprites[Math.floor(grove() * 4)];
        const color = colors[Math.floor(grove() * 3)];
        const y = land(x, z, -9);
        if (!sprite || !color || y < 0.0028) continue;
        plantings.push({ sprite, x, y, z, tall, colors: color });
      }
      const far = plantings.length;
      // A few close by, where the sand is: the picture's frame.
      for (let i = 0; i < 60 && plantings.length < far + 4; i++) {
        const z = grove.between(0.045, 0.09);
        const x = side * grove.between(0.5, 1.15) * spread * z;
        const sprite = sprites[i % 4];
        const color = colors[i % 3];
        const y = land(x, z, -9);
        if (sprite && color && y > 0.0006)
          plantings.push({
            sprite,
            x,
            y,
            z,
            tall: 0.019 * grove.between(0.85, 1.15),
            colors: color,
          });
      }
      plant(stage, plantings);
    },
  };
}
