import { clamp, mix } from './arrays.ts';
import type { Random } from './random.ts';
import { createSprite, dab, finishSprite, type Sprite, stroke } from './sprites.ts';

/** A spruce of `size` pixels. `snow` 0..1 lies on its branches as the second colour. */
export function paintConifer(size: number, random: Random, snow: number): Sprite {
  const sprite = createSprite(Math.ceil(size * 0.56), size);
  const middle = sprite.width / 2;
  const line = Math.max(0.9, size / 260);
  stroke(sprite, [middle, size * 0.05], [middle, size], [line, size * 0.026], 0.12, 0);
  const levels = 32;
  const slim = random.between(0.18, 0.24);
  const lean = random.between(-0.012, 0.012) * size;
  for (let level = 0; level < levels; level++) {
    const t = (level + random.between(0.2, 0.8)) / levels;
    const y = size * mix(0.015, 0.9, t);
    const x = middle + lean * (1 - t);
    const reach = size * slim * t ** 0.98 * random.between(0.78, 1.18) + size * 0.004;
    const inside = Math.min(size * 0.03, reach * 0.7);
    // The dark inside, so that no sky shows between the branches.
    stroke(
      sprite,
      [x - reach * 0.5, y + reach * 0.3],
      [x + reach * 0.5, y + reach * 0.3],
      [inside, inside],
      0.06,
      0,
    );
    // Back branches first and darker; the front ones hang lower and catch the light.
    for (const front of [false, true]) {
      const branches = Math.round(mix(3, 6, t));
      for (let branch = 0; branch < branches; branch++) {
        const turn = ((branch + random()) / branches) * 2 - 1;
        const toward = Math.sqrt(1 - turn * turn) * (front ? 1 : -0.7);
        const droop = reach * mix(0.2, 0.42, t) + toward * reach * 0.24;
        coniferBranch(sprite, random, {
          x,
          y,
          reach: turn * reach,
          droop,
          size,
          line,
          front,
          snow,
        });
      }
    }
  }
  return finishSprite(sprite);
}

type Branch = {
  x: number;
  y: number;
  reach: number;
  droop: number;
  size: number;
  line: number;
  front: boolean;
  snow: number;
};

function coniferBranch(
  sprite: Sprite,
  random: Random,
  { x, y, reach, droop, size, line, front, snow }: Branch,
): void {
  const sideLight = clamp(0.5 - reach / (size * 0.3));
  const tufts = 5;
  // A small tree is full long before it has them all.
  const needles = size < 160 ? 2 : 4;
  for (let tuft = 0; tuft <= tufts; tuft++) {
    const s = (tuft + random() * 0.6) / (tufts + 0.6);
    const cx = x + reach * s;
    const cy = y + droop * s ** 1.35;
    const length = size * 0.022 + Math.abs(reach) * 0.16;
    const inner = mix(0.35, 1, s);
    for (let needle = 0; needle < needles; needle++) {
      const side = random.between(-1, 1);
      const down = random.between(0.15, 0.95);
      const light = clamp(
        (front ? 0.24 : 0.06) + sideLight * 0.48 * inner + random.between(-0.1, 0.16) - down * 0.12,
      );
      const tip: [number, number] = [
        cx + side * length * 0.7 + Math.sign(reach) * length * 0.35,
        cy + down * length * 0.75,
      ];
      stroke(sprite, [cx, cy], tip, [line * 1.5, line * 0.7], light, 0);
    }
    if (snow > 0 && random.chance(snow * (front ? 0.62 : 0.3))) {
      // Snow lies along the top of a branch, thick in the middle.
      const half = length * random.between(0.45, 0.85);
      const lift = cy - line * 0.8 - random() * length * 0.12;
      const light = clamp(0.42 + sideLight * 0.62 + random.between(-0.12, 0.12));
      stroke(
        sprite,
        [cx - half, lift + half * 0.18],
        [cx + half, lift + half * 0.3],
        [line * 2.3, line * 1.4],
        light,
        1,
      );
    }
  }
}

/** A broad tree of `size` pixels; trunk and twigs are the second colour. */
export function paintBroadleaf(size: number, random: Random): Sprite {
  const sprite = createSprite(Math.ceil(size * 0.95), size);
  const middle = sprite.width / 2;
  const crownY = size * 0.4;
  const crownX = size * random.between(0.33, 0.4);
  const crownHigh = size * 0.36;
  const thick = size * 0.045;
  const fork: [number, number] = [middle + size * random.between(-0.03, 0.03), size * 0.66];
  stroke(sprite, [middle, size * 1.02], fork, [thick, thick * 0.7], 0.3, 1);
  const clusters = Array.from({ length: 46 }, () => {
    const turn = random() * Math.PI * 2;
    const out = Math.sqrt(random());
    return {
      x: Math.cos(turn) * out,
      y: Math.sin(turn) * out,
      z: random.between(-1, 1) * Math.sqrt(1 - out * out),
      r: random.between(0.1, 0.17) * size,
    };
  }).sort((a, b) => a.z - b.z);
  for (const { x, y } of clusters.slice(0, 12)) {
    stroke(
      sprite,
      fork,
      [middle + x * crownX * 0.85, crownY + y * crownHigh * 0.85],
      [thick * 0.45, thick * 0.1],
      0.3,
      1,
    );
  }
  const leaf = Math.max(0.9, size / 150);
  for (const { x, y, z, r } of clusters) {
    const cx = middle + x * crownX;
    const cy = crownY + y * crownHigh;
    for (let leaves = 0; leaves < 90; leaves++) {
      const turn = random() * Math.PI * 2;
      const out = Math.sqrt(random());
      const lx = Math.cos(turn) * out;
      const ly = Math.sin(turn) * out * 0.8;
      // The crown as a whole and each cluster are lit from the upper left.
      const light = clamp(
        0.34 -
          (x * 0.2 + y * 0.26) -
          (lx * 0.2 + ly * 0.28) +
          z * 0.14 +
          random.between(-0.12, 0.14),
      );
      dab(
        sprite,
        cx + lx * r,
        cy + ly * r,
        leaf * random.between(0.7, 1.3),
        leaf * random.between(0.5, 0.9),
        light,
        0,
      );
    }
  }
  return finishSprite(sprite);
}

/** A palm of `size` pixels; its trunk is the second colour. */
export function paintPalm(size: number, random: Random): Sprite {
  const sprite = createSprite(Math.ceil(size * 1.1), size);
  const middle = sprite.width / 2;
  const bend = random.between(0.12, 0.24) * size * (random.chance(0.5) ? 1 : -1);
  const head: [number, number] = [middle + bend * 0.5, size * 0.3];
  const trunk = (t: number): [number, number] => [
    middle - bend * 0.5 + bend * t * t,
    mix(size, size * 0.3, t),
  ];
  for (let i = 0; i < 26; i++) {
    const t = i / 26;
    const thick = size * mix(0.034, 0.018, t);
    stroke(sprite, trunk(t), trunk(t + 1 / 26), [thick, thick * 0.97], i % 2 ? 0.32 : 0.5, 1);
  }
  const fronds = 15;
  const line = Math.max(0.8, size / 320);
  for (let i = 0; i < fronds; i++) {
    const turn = (i / fronds) * Math.PI * 2 + random.between(-0.15, 0.15);
    const flat = Math.cos(turn);
    const rise = 0.5 + 0.5 * Math.sin(turn * 1.7 + i);
    const reach = size * random.between(0.34, 0.46) * (0.35 + 0.65 * Math.abs(flat));
    const along = (s: number): [number, number] => [
      head[0] + Math.sign(flat) * reach * s,
      head[1] -
        size * 0.17 * rise * Math.sin(s * 2.1) +
        size * (0.1 + 0.16 * (1 - rise)) * s * s * 1.5,
    ];
    for (let step = 0; step < 24; step++) {
      const s = step / 24;
      const [x, y] = along(s);
      stroke(sprite, [x, y], along(s + 1 / 24), [line * 1.6, line * 1.2], 0.5, 0);
      const length = size * 0.1 * Math.sin(Math.PI * (0.12 + 0.8 * s));
      for (const side of [-1, 1]) {
        const light = clamp(
          0.42 -
            Math.sign(flat) * 0.16 +
            rise * 0.22 -
            (side > 0 ? 0.16 : 0) +
            random.between(-0.1, 0.1),
        );
        stroke(
          sprite,
          [x, y],
          [x + Math.sign(flat) * length * 0.6, y + length * (side > 0 ? 0.95 : 0.12)],
          [line * 1.7, line * 0.6],
          light,
          0,
        );
      }
    }
  }
  return finishSprite(sprite);
}
