import { at, clamp, limit, mix } from './arrays.ts';
import { luminance, type Rgb, scaleRgb } from './color.ts';
import type { Random } from './random.ts';
import { createSprite, drawSprite, finishSprite, type Sprite, stroke } from './sprites.ts';
import { type Stage, spriteColors } from './stage.ts';

/** One boat on the water with its mirror image, placed on a third of the picture or before a low sun. */
export function paintVessel(stage: Stage): void {
  const { canvas, camera, light, brief, haze } = stage;
  const { width, height } = canvas;
  const random = brief.random.fork('vessel');
  const unit = Math.min(width, height);
  const sails = brief.reading.subjects.includes('sea') || brief.reading.subjects.includes('beach');
  const water = height - camera.horizon;
  const y =
    camera.horizon + water * (sails ? random.between(0.14, 0.24) : random.between(0.3, 0.4));
  const tall = unit * (sails ? random.between(0.15, 0.2) : random.between(0.1, 0.12));
  const third =
    width * (random.chance(0.5) ? random.between(0.28, 0.36) : random.between(0.64, 0.72));
  const sunX = width / 2 + (camera.focal * light.direction[0]) / Math.max(0.05, light.direction[2]);
  const beside = sunX + unit * (sunX > width / 2 ? -0.22 : 0.22);
  const x = light.inFrame && sails ? limit(beside, width * 0.2, width * 0.8) : third;
  const z = (camera.eye * camera.focal) / (y - camera.horizon);
  const size = Math.round(limit(tall * 1.3, 60, 500));
  const sprite = sails ? paintSailboat(size, random) : paintSampan(size);
  const cloth: Rgb = sails ? [0.86, 0.84, 0.78] : [0.3, 0.2, 0.11];
  const column = Math.round(limit(x, 0, width - 1)) * 3;
  drawSprite(canvas, sprite, {
    x,
    y,
    height: tall,
    z: z * 0.97,
    mirrored: light.direction[0] > 0,
    colors: spriteColors(light, cloth, sails ? [0.1, 0.05, 0.03] : [0.06, 0.04, 0.03]),
    haze: [at(haze, column), at(haze, column + 1), at(haze, column + 2)],
    fade: 1 - Math.exp(-z * stage.air.thickness * 2),
  });
  mirrorVessel(stage, { x, y, z: z * 0.97, wide: (tall * sprite.width) / sprite.height, tall });
}

/** The wobbling picture of the boat below it, found by the depth that the boat has left. */
function mirrorVessel(
  { canvas, brief }: Stage,
  { x, y, z, wide, tall }: { x: number; y: number; z: number; wide: number; tall: number },
): void {
  const { width, height, color, depth } = canvas;
  const foot = Math.floor(y);
  const left = Math.floor(x - wide / 2);
  for (let down = 1; down < tall * 0.95 && foot + down < height; down++) {
    const away = down / tall;
    const wave = brief.noise.gradient(away * 26, 3.7) + 0.6 * brief.noise.gradient(away * 61, 9.2);
    const shift = wave * tall * (0.015 + 0.05 * away);
    const row = foot - Math.round(down * 0.98);
    if (row < 0) return;
    for (let px = Math.max(0, left); px < Math.min(width, left + wide); px++) {
      const from = limit(Math.round(px + shift), 0, width - 1);
      const source = row * width + from;
      const target = (foot + down) * width + px;
      if (Math.abs(at(depth, source) / z - 1) > 1e-3) continue;
      const cover = 0.62 * (1 - away) ** 0.8;
      for (let c = 0; c < 3; c++) {
        const mirrored = at(color, source * 3 + c) * 0.72;
        color[target * 3 + c] = mix(at(color, target * 3 + c), mirrored, cover);
      }
    }
  }
}

/** A sloop under sail; its hull and mast are the second colour. */
function paintSailboat(size: number, random: Random): Sprite {
  const sprite = createSprite(Math.ceil(size * 0.86), size);
  const middle = sprite.width * 0.5;
  const at = (x: number, y: number): [number, number] => [middle + x * size, y * size];
  const belly = random.between(0.035, 0.06);
  const rows = Math.ceil(size * 1.2);
  for (let i = 0; i < rows; i++) {
    const t = i / rows;
    const y = mix(0.05, 0.83, t);
    const leech = 0.33 * t ** 0.92 + belly * Math.sin(Math.PI * t);
    stroke(sprite, at(0.012, y), at(leech, y + 0.012), [1.4, 1.4], 0.95 - 0.35 * t * t, 0);
    if (t < 0.12) continue;
    const s = (t - 0.12) / 0.88;
    const luff = -0.3 * s ** 1.05;
    const clew = -0.02 - 0.05 * Math.sin(Math.PI * s);
    stroke(
      sprite,
      at(luff, y + 0.01),
      at(Math.max(luff, clew * (1 - s * 0.4)), y),
      [1.4, 1.4],
      0.68 - 0.2 * s,
      0,
    );
  }
  stroke(sprite, at(0, 0.02), at(0, 0.9), [size * 0.008, size * 0.014], 0.5, 1);
  paintHull(sprite, at, { bow: -0.34, stern: 0.32, sheer: 0.89, sag: 0.025, size });
  return finishSprite(sprite);
}

/** A flat boat with someone who stands at the oar, in a wide straw hat. */
function paintSampan(size: number): Sprite {
  const sprite = createSprite(Math.ceil(size * 1.9), size);
  const middle = sprite.width * 0.5;
  const at = (x: number, y: number): [number, number] => [middle + x * size, y * size];
  // The mat roof amidships.
  const arcs = Math.ceil(size * 0.5);
  for (let i = 0; i <= arcs; i++) {
    const t = i / arcs;
    const x = mix(-0.22, 0.24, t);
    const rise = 0.26 * Math.sqrt(Math.max(0, 1 - (2 * t - 1) ** 4));
    stroke(sprite, at(x, 0.86), at(x, 0.86 - rise), [1.5, 1.5], 0.75 - 0.5 * t, 0);
  }
  stroke(sprite, at(0.5, 0.84), at(0.48, 0.5), [size * 0.075, size * 0.085], 0.3, 1);
  stroke(sprite, at(0.48, 0.5), at(0.46, 0.42), [size * 0.1, size * 0.05], 0.35, 1);
  const brim = Math.ceil(size * 0.1);
  for (let i = 0; i <= brim; i++) {
    const t = i / brim;
    const half = 0.11 * t;
    const y = mix(0.27, 0.37, t);
    stroke(sprite, at(0.46 - half, y), at(0.46 + half, y), [1.4, 1.4], 0.8 - 0.3 * t, 0);
  }
  stroke(sprite, at(0.42, 0.5), at(0.82, 0.99), [size * 0.014, size * 0.02], 0.4, 1);
  paintHull(sprite, at, { bow: -0.82, stern: 0.78, sheer: 0.8, sag: 0.09, size });
  return finishSprite(sprite);
}

type Hull = { bow: number; stern: number; sheer: number; sag: number; size: number };

/** A hull from the side: its upper edge sags between bow and stern, its ends rise from the water. */
function paintHull(
  sprite: Sprite,
  at: (x: number, y: number) => [number, number],
  { bow, stern, sheer, sag, size }: Hull,
): void {
  const columns = Math.ceil((stern - bow) * size);
  for (let i = 0; i <= columns; i++) {
    const t = i / columns;
    const end = (2 * t - 1) ** 2;
    const top = sheer + sag * (1 - end);
    const bottom = 1 - (1 - top) * 0.85 * end ** 3;
    const x = mix(bow, stern, t);
    stroke(sprite, at(x, top), at(x, Math.max(top + 0.004, bottom)), [1.6, 1.6], 0.55 - 0.3 * t, 1);
  }
}

/** A flock in loose line over the picture's quieter side. */
export function paintBirds({ canvas, camera, light, brief, haze }: Stage): void {
  const { width, height } = canvas;
  const random = brief.random.fork('birds');
  const unit = Math.min(width, height);
  const sprites = [0.75, 0.35, 0.05, -0.3].map((lift) => paintBird(64, lift));
  const side = light.direction[0] > 0 ? -1 : 1;
  const centerX = width * (0.5 + side * random.between(0.12, 0.26));
  const centerY = camera.horizon * random.between(0.3, 0.52);
  const count = Math.round(random.between(9, 17));
  const ink = luminance(light.ambient);
  const dark = scaleRgb(light.ambient, 0.12 + 0.1 * clamp(1 - ink));
  for (let i = 0; i < count; i++) {
    // Two arms of a wedge, loosened; the last ones trail behind.
    const arm = i % 2 ? 1 : -1;
    const back = Math.ceil(i / 2);
    const x = centerX + (back * 0.055 + random.between(-0.014, 0.014)) * unit * -side;
    const y = centerY + (arm * back * 0.02 + random.between(-0.012, 0.012)) * unit;
    const tall = unit * 0.027 * random.between(0.75, 1.15) * (1 - back * 0.03);
    const sprite = sprites[Math.floor(random() * sprites.length)];
    if (!sprite || x < 0 || x >= width) continue;
    const column = Math.round(x) * 3;
    drawSprite(canvas, sprite, {
      x,
      y,
      height: tall,
      z: 1e9,
      mirrored: side > 0,
      colors: { shade: dark, lit: dark, accentShade: dark, accentLit: dark },
      haze: [at(haze, column), at(haze, column + 1), at(haze, column + 2)],
      fade: 0.08,
    });
  }
}

/** A gull from afar: two bent wings. `lift` 1 raises them, -1 lowers them. */
function paintBird(size: number, lift: number): Sprite {
  const sprite = createSprite(size * 2, size);
  const middle = size;
  const body = size * (0.55 + lift * 0.12);
  for (const side of [-1, 1]) {
    const elbow: [number, number] = [middle + side * size * 0.4, body - size * (0.2 + lift * 0.2)];
    const tip: [number, number] = [middle + side * size * 0.92, body - size * lift * 0.42];
    stroke(sprite, [middle, body], elbow, [size * 0.15, size * 0.13], 0.5, 0);
    stroke(sprite, elbow, tip, [size * 0.13, size * 0.02], 0.5, 0);
  }
  stroke(
    sprite,
    [middle - size * 0.16, body],
    [middle + size * 0.2, body + size * 0.02],
    [size * 0.17, size * 0.06],
    0.5,
    0,
  );
  return finishSprite(sprite);
}
