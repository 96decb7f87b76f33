import { at, clamp, limit } from './arrays.ts';
import { type Camera, type Canvas, projectX, projectY } from './canvas.ts';
import type { CloudCover } from './clouds.ts';
import { luminance, mixRgb, type Rgb, scaleRgb, timesRgb } from './color.ts';
import type { Air, Material } from './ground.ts';
import type { TimeOfDay } from './lexicon.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';
import { drawSprite, type Sprite, type SpriteColors } from './sprites.ts';
import type { Land, LandSpan } from './terrain.ts';
import type { WaterPlan } from './water.ts';
import type { Reading } from './words.ts';

/** What a scene is asked to arrange. */
export type Brief = {
  width: number;
  height: number;
  /** Width divided by height: a phone is below 1, an ultrawide screen above 2. */
  aspect: number;
  reading: Reading;
  /** The prompt itself in lower case, for names that only one scene asks about. */
  words: string;
  time: TimeOfDay;
  random: Random;
  noise: Noise;
};

/** A scene as arranged: where the eye stands, what the land is, what grows on it. */
export type Setting = {
  camera: Camera;
  /** Whether sun or moon belong into this picture. */
  sunInFrame: boolean;
  /** Whether the land's light comes over the eye's shoulder. */
  frontal?: boolean;
  land: { shape: Land; span: LandSpan; material: Material } | null;
  air: Air;
  clouds: CloudCover;
  water: WaterPlan | null;
  /** What stands on the land; painted before the water, which mirrors it. */
  standing?(stage: Stage): void;
  /** What is near the eye. */
  foreground?(stage: Stage): void;
};

/** Everything that is at hand while a scene is painted. */
export type Stage = {
  canvas: Canvas;
  camera: Camera;
  light: Light;
  haze: Float32Array;
  air: Air;
  brief: Brief;
};

/** How a surface colour looks in this light, in the sun and out of it. */
export function inLight(light: Light, pigment: Rgb): { lit: Rgb; shade: Rgb } {
  const grey = luminance(pigment);
  const surface = mixRgb([grey, grey, grey], pigment, light.colorfulness);
  const ambient = timesRgb(surface, light.ambient);
  const direct = timesRgb(surface, light.sun);
  return {
    lit: [
      ambient[0] + direct[0] * 0.85,
      ambient[1] + direct[1] * 0.85,
      ambient[2] + direct[2] * 0.85,
    ],
    shade: scaleRgb(ambient, 0.62),
  };
}

export function spriteColors(light: Light, main: Rgb, accent: Rgb): SpriteColors {
  const body = inLight(light, main);
  const other = inLight(light, accent);
  return { shade: body.shade, lit: body.lit, accentShade: other.shade, accentLit: other.lit };
}

export type Planting = {
  sprite: Sprite;
  x: number;
  y: number;
  z: number;
  tall: number;
  colors: SpriteColors;
};

/** Plants things on the land, the farthest first. Places and heights in kilometres. */
export function plant({ canvas, camera, light, haze, air }: Stage, plantings: Planting[]): void {
  const mirrored = light.landDirection[0] > 0;
  for (const { sprite, x, y, z, tall, colors } of plantings.sort((a, b) => b.z - a.z)) {
    const px = projectX(camera, x, z);
    const height = (camera.focal * tall) / z;
    if (height < 2 || px < -height || px > camera.width + height) continue;
    const column = Math.round(limit(px, 0, camera.width - 1)) * 3;
    const lost = 1 - Math.exp(-z * air.thickness);
    const mist = clamp(
      air.mist *
        Math.exp(-Math.max(0, y + tall * 0.4) / air.mistHeight) *
        (1 - Math.exp(-z * 0.55)),
    );
    const fade = 1 - (1 - lost) * (1 - mist);
    if (height > camera.height * 0.03)
      shadeFoot(canvas, { x: px, y: projectY(camera, y, z), tall: height, z, mirrored, fade });
    drawSprite(canvas, sprite, {
      x: px,
      y: projectY(camera, y, z) + height * 0.012,
      height,
      z,
      mirrored,
      colors,
      haze: [at(haze, column), at(haze, column + 1), at(haze, column + 2)],
      fade,
    });
  }
}

/** The shadow of a plant, flat on the ground, on the side away from the sun. */
function shadeFoot(
  { width, height, color, depth }: Canvas,
  {
    x,
    y,
    tall,
    z,
    mirrored,
    fade,
  }: { x: number; y: number; tall: number; z: number; mirrored: boolean; fade: number },
): void {
  const wide = tall * 0.42;
  const flat = Math.max(1.5, tall * 0.055);
  const middle = x + (mirrored ? -1 : 1) * wide * 0.62;
  for (let py = Math.max(0, Math.floor(y - flat)); py <= Math.min(height - 1, y + flat); py++) {
    for (
      let px = Math.max(0, Math.floor(middle - wide));
      px <= Math.min(width - 1, middle + wide);
      px++
    ) {
      const away = ((px - middle) / wide) ** 2 + ((py - y) / flat) ** 2;
      const pixel = py * width + px;
      // Only on ground about as far away as the plant, never on what stands before or behind it.
      if (away >= 1 || Math.abs(at(depth, pixel) / z - 1) > 0.2) continue;
      const kept = 1 - 0.42 * (1 - fade) ** 2 * (1 - away) ** 0.7;
      for (let c = pixel * 3; c < pixel * 3 + 3; c++) color[c] = at(color, c) * kept;
    }
  }
}
