import { clamp, limit, mix, smooth } from '../arrays.ts';
import { scaleRgb } from '../color.ts';
import { drawSward } from '../plants.ts';
import { drawSprite } from '../sprites.ts';
import { inLight, type Stage, spriteColors } from '../stage.ts';
import { paintConifer } from '../trees.ts';
import type { Foliage } from './foliage.ts';

/** A near bank with grass in one or both lower corners and a few tall spruces on it: the eye's own place. */
export function framingTrees(stage: Stage, foliage: Foliage, snow: number): void {
  const { canvas, light, brief } = stage;
  const { width, height } = canvas;
  const random = brief.random.fork('framing');
  const unit = Math.min(width, height);
  const offset = random.between(0, 30);
  const leftHeavy = random.chance(0.5);
  // A tall picture's bank keeps the slope it has in a wide one.
  const steep = Math.min(height, unit * 1.3);
  const reach = mix(0.34, 0.26, clamp(brief.aspect - 1));
  const bank = (x: number): number => {
    const t = x / width;
    const left = smooth(reach * (leftHeavy ? 1.25 : 0.7), 0, t) * (leftHeavy ? 0.17 : 0.07);
    const right = smooth(1 - reach * (leftHeavy ? 0.7 : 1.25), 1, t) * (leftHeavy ? 0.07 : 0.17);
    return (
      height * 1.015 -
      steep * (left + right) -
      brief.noise.fractal((x / unit) * 2.4 + offset, 1.7, 4) * unit * 0.022
    );
  };
  const dim = 0.5;
  const ground = inLight(
    light,
    scaleRgb(snow > 0 ? foliage.snow : foliage.grass, snow > 0 ? 0.75 : dim),
  );
  const soil = scaleRgb(ground.shade, 0.8);
  for (let x = 0; x < width; x++) {
    const top = bank(x);
    for (let y = Math.max(0, Math.floor(top)); y < height; y++) {
      const cover = clamp(y + 0.5 - top);
      const index = (y * width + x) * 3;
      const lightness = mix(1.1, 0.45, clamp((y - top) / (unit * 0.16)));
      for (let c = 0; c < 3; c++)
        canvas.color[index + c] = mix(
          canvas.color[index + c] ?? 0,
          (soil[c] ?? 0) * lightness,
          cover,
        );
      canvas.depth[y * width + x] = 0.05;
    }
  }
  const count = Math.max(3, Math.round(7 + brief.aspect * 3.2));
  const trees = Array.from({ length: count }, (_, i) => {
    const heavy = i < count * 0.68 === leftHeavy;
    const inset = random() ** 1.5 * reach * (i < count * 0.68 ? 0.95 : 0.5);
    const x = width * (heavy ? inset : 1 - inset);
    const tall = unit * random.between(0.22, 0.5) * (1 - (inset / reach) * 0.45);
    return { x, tall };
  }).sort((a, b) => a.tall - b.tall);
  const colors = spriteColors(light, scaleRgb(foliage.conifer, 0.75), foliage.snow);
  const sprites = [0, 1].map((i) =>
    paintConifer(Math.round(limit(unit * 0.42, 120, 700)), random.fork(String(i)), snow),
  );
  trees.forEach(({ x, tall }, i) => {
    const sprite = sprites[i % sprites.length];
    if (!sprite) return;
    drawSprite(canvas, sprite, {
      x,
      y: bank(x) + unit * 0.02,
      height: tall,
      z: 0.05,
      mirrored: light.landDirection[0] > 0,
      colors,
      haze: [0, 0, 0],
      fade: 0,
    });
  });
  if (snow > 0) return;
  const blade = inLight(light, scaleRgb(foliage.dryGrass, 0.8));
  drawSward(
    canvas,
    {
      top: (x) => bank(x) + unit * 0.006,
      tallest: unit * 0.055,
      density: 0.75,
      root: ground.shade,
      tip: scaleRgb(blade.lit, 0.62),
      flowers: [],
    },
    random,
  );
}
