import { at, clamp, limit, mix } from './arrays.ts';
import { glow, projectX, projectY } from './canvas.ts';
import { type Rgb, rgb } from './color.ts';
import { forDisc } from './sky.ts';
import { createSprite, drawSprite, finishSprite, type Sprite, stroke } from './sprites.ts';
import { type Stage, spriteColors } from './stage.ts';
import type { Land } from './terrain.ts';

/** Windows of a cabin by its own measure: sideways from the middle, and down from the ridge. */
const windows = [
  [-0.35, 0.76],
  [0.12, 0.77],
  [0.42, 0.77],
] as const;

/** Wooden houses on level ground, one or a village of them, with light in their windows when the day is low. */
export function paintCabins(stage: Stage, land: Land): void {
  const { canvas, camera, light, brief, haze, air } = stage;
  const random = brief.random.fork('cabins');
  const village = /village|town|hamlet|houses|村|镇|鎮|小镇/.test(brief.words);
  const spread = camera.width / 2 / camera.focal;
  const snow = brief.reading.things.has('snow');
  const sprite = paintCabin(Math.round(limit(camera.height * 0.12, 40, 320)));
  const colors = spriteColors(
    light,
    [0.16, 0.09, 0.05],
    snow ? [0.8, 0.84, 0.9] : [0.09, 0.05, 0.045],
  );
  const wanted = village ? 9 : 1;
  const middle = random.between(-0.4, 0.4);
  const places: { x: number; y: number; z: number }[] = [];
  for (let tries = 0; tries < 600 && places.length < wanted; tries++) {
    const z = random.between(0.3, village ? 1.1 : 0.6) * (1 + tries / 200);
    const x = limit(middle + random.between(-0.38, 0.38), -0.9, 0.9) * spread * z;
    const y = land(x, z, -7);
    const level = Math.abs(land(x + 0.02, z, -7) - y) < 0.006 && y > 0.004 && y < 0.3;
    const apart = places.every((other) => Math.abs(other.x / other.z - x / z) > 0.1);
    if (level && apart) places.push({ x, y, z });
  }
  const lamp = rgb({ l: 0.85, c: 0.14, h: 68 });
  const dark = light.time === 'night' ? 1 : light.time === 'day' ? 0.12 : 0.75;
  for (const { x, y, z } of places.sort((a, b) => b.z - a.z)) {
    const tall = (camera.focal * 0.026 * Math.max(1, z / 0.6)) / z;
    const px = projectX(camera, x, z);
    const foot = projectY(camera, y, z) + tall * 0.05;
    const column = Math.round(limit(px, 0, camera.width - 1)) * 3;
    const mirrored = random.chance(0.5);
    drawSprite(canvas, sprite, {
      x: px,
      y: foot,
      height: tall,
      z: z * 0.97,
      mirrored,
      colors,
      haze: [at(haze, column), at(haze, column + 1), at(haze, column + 2)],
      fade: 1 - Math.exp(-z * air.thickness),
    });
    for (const [across, down] of windows)
      lightWindow(
        stage,
        px + (mirrored ? -across : across) * tall,
        foot - (1 - down) * tall,
        tall,
        lamp,
        dark,
      );
  }
}

function lightWindow(
  { canvas }: Stage,
  x: number,
  y: number,
  tall: number,
  lamp: Rgb,
  dark: number,
): void {
  const half = Math.max(0.8, tall * 0.055);
  forDisc(canvas, x, y, tall * 0.55, (index, away, dx, dy) => {
    const pane = clamp(half - Math.abs(dx) + 0.5) * clamp(half * 1.2 - Math.abs(dy) + 0.5);
    const halo = 0.14 * Math.exp(-away / (tall * 0.12));
    glow(canvas.color, index, lamp, (pane * 1.1 + halo) * dark);
  });
}

/** Gable to the left, the long side and its roof to the right. The roof is the second colour. */
function paintCabin(size: number): Sprite {
  const sprite = createSprite(Math.ceil(size * 1.5), size);
  const middle = sprite.width / 2;
  const row = (y: number, from: number, to: number, light: number, accent: number): void =>
    stroke(
      sprite,
      [middle + from * size, y * size],
      [middle + to * size, y * size],
      [1.6, 1.6],
      light,
      accent,
    );
  const rows = Math.ceil(size * 1.1);
  for (let i = 0; i <= rows; i++) {
    const y = i / rows;
    const log = Math.floor(y * 18) % 2 ? 0.08 : 0;
    if (y > 0.06 && y < 0.3) row(y, 0.16, 0.25, 0.4, 0);
    if (y > 0.55) row(y, -0.1, 0.62, 0.3 + log, 0);
    if (y > 0.2) {
      const half = 0.25 * Math.min(1, (y - 0.2) / 0.35);
      row(y, -0.35 - half, -0.35 + half, 0.75 + log, 0);
    }
    if (y > 0.15 && y < 0.58) {
      const t = (y - 0.15) / 0.43;
      row(y, mix(-0.36, -0.05, t), mix(0.42, 0.69, t), 0.85 - 0.3 * t, 1);
      // The near edge of the roof over the gable.
      row(y, mix(-0.38, -0.68, t), mix(-0.33, -0.61, t), 0.6, 1);
    }
  }
  return finishSprite(sprite);
}
