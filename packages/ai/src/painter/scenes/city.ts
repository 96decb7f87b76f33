import { at, clamp, mix } from '../arrays.ts';
import { type Block, type CityAir, drawBlock } from '../buildings.ts';
import { type Camera, type Canvas, glow, projectX, projectY } from '../canvas.ts';
import { mixRgb, type Rgb, rgb, scaleRgb } from '../color.ts';
import type { Random } from '../random.ts';
import { forDisc } from '../sky.ts';
import { type Brief, inLight, type Setting, type Stage } from '../stage.ts';
import { cloudsFor, lens, spreadOf } from './lens.ts';

/** A skyline: over water, or from a height with roofs to the horizon. */
export function arrangeCity(brief: Brief): Setting {
  const { reading, random } = brief;
  const plan = random.fork('city');
  const overWater =
    reading.things.has('water') ||
    reading.subjects.includes('sea') ||
    plan.chance(reading.moods.has('neon') ? 0.85 : 0.55);
  const camera = overWater
    ? lens(brief, {
        horizon: brief.aspect < 1 ? 0.64 : plan.between(0.64, 0.7),
        eye: 0.02,
        zoom: brief.aspect < 1 ? 1.5 : 1.08,
      })
    : lens(brief, { horizon: plan.between(0.42, 0.5), eye: 0.23 });
  const night = brief.time === 'night';
  return {
    camera,
    sunInFrame:
      reading.things.has('moon') || (!night && (reading.things.has('sun') || plan.chance(0.5))),
    land: null,
    air: {
      thickness: reading.weather.has('mist') ? 0.32 : 0.07,
      mist: 0,
      mistHeight: 0.1,
      billow: 0,
    },
    clouds: cloudsFor(brief, [0.15, 0.45]),
    water: overWater
      ? {
          roughness: plan.between(0.02, 0.032),
          wavelength: 0.012,
          deep: rgb({ l: night ? 0.13 : 0.3, c: 0.05, h: 240 }),
          foam: 0,
          thickness: 0.05,
          shallows: null,
        }
      : null,
    standing: (stage) => drawCity(stage, { overWater, spread: spreadOf(camera), shore: 1.15 }),
  };
}

type CityPlan = { overWater: boolean; spread: number; shore: number };

function drawCity(stage: Stage, plan: CityPlan): void {
  const { brief, camera } = stage;
  const random = brief.random.fork('blocks');
  const look = lookOf(stage);
  const air: CityAir = {
    haze: cityHaze(stage, look.glow),
    thickness: stage.air.thickness,
    streetGlow: look.glow,
  };
  if (!plan.overWater) drawStreets(stage, air);
  const blocks = layOut(plan, random, look, camera.width / camera.height);
  for (const block of blocks.sort((a, b) => b.z - a.z || a.bottom - b.bottom))
    drawBlock(stage, block, air);
  if (look.dark > 0.3) drawBeacons(stage, blocks, random);
  if (look.neon) drawSigns(stage, blocks, random.fork('signs'), look);
  if (plan.overWater) drawQuay(stage, plan, random, look);
}

type Look = { walls: Rgb[]; glass: Rgb; lamps: Rgb[]; glow: Rgb; dark: number; neon: boolean };

function lookOf({ light, brief }: Stage): Look {
  const neon = brief.reading.moods.has('neon');
  const dark =
    light.time === 'night'
      ? 1
      : light.time === 'dusk'
        ? 0.75
        : light.time === 'sunset' || light.time === 'dawn'
          ? 0.3
          : 0;
  const hues = brief.reading.colors.map(({ hue }) => hue);
  const lamps = neon
    ? (hues.length > 0 ? hues : [345, 200, 300, 85]).map((h) => rgb({ l: 0.74, c: 0.19, h }))
    : [
        rgb({ l: 0.86, c: 0.095, h: 72 }),
        rgb({ l: 0.9, c: 0.05, h: 88 }),
        rgb({ l: 0.88, c: 0.03, h: 230 }),
      ];
  const walls = [
    [0.5, 0.012, 250],
    [0.58, 0.02, 70],
    [0.42, 0.02, 260],
    [0.64, 0.012, 90],
    [0.47, 0.03, 40],
  ].map(([l = 0.5, c = 0, h = 0]) => inLight(light, rgb({ l, c, h })).lit);
  const skyGlass = scaleRgb(
    mixRgb(light.ambient, light.hazeAway, 0.55),
    light.time === 'day' ? 0.42 : 0.34,
  );
  const warm = neon ? rgb({ l: 0.6, c: 0.18, h: hues[0] ?? 330 }) : rgb({ l: 0.7, c: 0.11, h: 65 });
  return {
    walls,
    glass: skyGlass,
    lamps,
    glow: scaleRgb(warm, dark * (neon ? 0.42 : 0.5)),
    dark,
    neon,
  };
}

/** At night the city lights its own haze. */
function cityHaze({ haze }: Stage, light: Rgb): Float32Array {
  return haze.map((value, i) => value * 0.92 + (light[i % 3] ?? 0) * 0.32);
}

function layOut(
  { overWater, spread, shore }: CityPlan,
  random: Random,
  look: Look,
  aspect: number,
): Block[] {
  const blocks: Block[] = [];
  const rows = overWater ? 8 : 24;
  const centers = Array.from({ length: Math.max(1, Math.round(aspect * 1.1)) }, () =>
    random.between(-0.7, 0.7),
  );
  for (let row = 0; row < rows; row++) {
    const t = row / (rows - 1);
    const z = overWater ? shore + 0.08 + t * 2.6 : 0.42 * (8 / 0.42) ** t;
    const half = (spread + 0.15) * z;
    let x = -half + random.between(0, 0.05);
    while (x < half) {
      const width = random.between(0.045, 0.1) * (overWater ? 1 : 1.15);
      const u = x / (z * spread);
      const cluster = centers.reduce(
        (most, center) => Math.max(most, Math.exp(-(((u - center) / 0.3) ** 2))),
        0,
      );
      const tower = random() ** 3;
      const height = overWater
        ? mix(0.045, 0.11, random()) + cluster * tower * 0.36 + t * cluster * 0.16 + t * 0.04
        : mix(0.03, 0.085, random()) * mix(0.75, 1, clamp(t * 3)) +
          cluster * tower * 0.34 * mix(0.2, 1, clamp(t * 2.2)) +
          tower * 0.05;
      addTower(
        blocks,
        { x: x + width / 2, z: z + random.between(0, 0.1), width, height },
        random,
        look,
      );
      x += width * random.between(1.05, overWater ? 1.5 : 1.45);
    }
  }
  const heroes = Math.max(1, Math.round(aspect * 0.9));
  for (let i = 0; i < heroes; i++) {
    const z = overWater ? shore + random.between(0.5, 1.1) : random.between(1.3, 2.4);
    const u =
      heroes === 1
        ? random.between(-0.4, 0.4)
        : mix(-0.62, 0.62, (i + random.between(0.25, 0.75)) / heroes);
    addTower(
      blocks,
      {
        x: u * spread * z,
        z,
        width: random.between(0.085, 0.12),
        height: random.between(0.46, 0.62) * (overWater ? 1 : 0.85),
      },
      random,
      look,
      true,
    );
  }
  return blocks;
}

function addTower(
  blocks: Block[],
  { x, z, width, height }: { x: number; z: number; width: number; height: number },
  random: Random,
  look: Look,
  hero = false,
): void {
  const wall = look.walls[Math.floor(random() * look.walls.length)] ?? [0.3, 0.3, 0.3];
  const tone = random.between(0.7, 1.15) * mix(1, 0.55, look.dark);
  const seed = Math.floor(random() * 2 ** 31);
  const base = {
    x,
    z,
    seed,
    wall: scaleRgb(wall, tone),
    glass: scaleRgb(look.glass, random.between(0.6, 1.35)),
    lit: look.dark * random.between(0.2, 0.66),
    lamps: random.chance(0.5) ? look.lamps : [...look.lamps].reverse(),
    lampPower: mix(0.8, 2, look.dark) * (look.neon ? 1.7 : 1),
    bay: random.between(0.0055, 0.01) * (z < 0.9 ? 0.7 : 1),
    floor: random.between(0.006, 0.0085) * (z < 0.9 ? 0.72 : 1),
  };
  const tiers = hero
    ? 5
    : height > 0.2
      ? random.chance(0.5)
        ? 3
        : 1
      : random.chance(0.25)
        ? 2
        : 1;
  let bottom = 0;
  for (let tier = 0; tier < tiers; tier++) {
    const t = (tier + 1) / tiers;
    const top = height * (hero ? t ** 0.8 : mix(0.72, 1, t) ** (tiers === 1 ? 0 : 1));
    const shrink = hero ? 1 - 0.62 * (tier / (tiers - 1)) ** 1.3 : 1 - tier * 0.2;
    const inset = (width * (1 - shrink)) / 2;
    blocks.push({
      ...base,
      z: z + inset,
      width: width * shrink,
      depth: width * shrink,
      bottom,
      top,
    });
    bottom = top;
  }
  const spire = hero || (height > 0.24 && random.chance(0.45));
  if (spire) {
    const thick = width * 0.05;
    blocks.push({
      ...base,
      z: z + width / 2,
      width: thick,
      depth: thick,
      bottom,
      top: bottom + height * random.between(0.12, 0.24),
      lit: 0,
      bay: 1,
      floor: 1,
    });
  }
}

/** Upright signs of coloured light on the fronts of the nearer houses. */
function drawSigns({ canvas, camera }: Stage, blocks: Block[], random: Random, look: Look): void {
  for (const block of blocks) {
    if (block.width > 0.02 && random.chance(0.5))
      drawRim(canvas, camera, block, look.lamps[block.seed % look.lamps.length] ?? [1, 1, 1]);
    const lamp = look.lamps[Math.floor(random() * look.lamps.length)] ?? [1, 1, 1];
    const place = random.between(0.12, 0.8);
    const share = random.between(0.25, 0.6);
    if (block.bottom > 0 || block.width < 0.03 || !random.chance(0.6)) continue;
    const left = projectX(camera, block.x + block.width * (place - 0.5), block.z - 0.002);
    const right = left + Math.max(1.5, (camera.focal * block.width * 0.1) / block.z);
    const top = projectY(camera, block.top * 0.93, block.z);
    const bottom = projectY(camera, block.top * (0.93 - share), block.z);
    const gaps = Math.max(3, (bottom - top) / 7);
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(canvas.height, bottom); y++) {
      const stroke = 0.55 + 0.45 * Math.sign(Math.sin((y / gaps) * Math.PI * 2));
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(canvas.width, right); x++) {
        const pixel = y * canvas.width + x;
        if (at(canvas.depth, pixel) < block.z - 0.004) continue;
        const cover = clamp(Math.min(x + 1 - left, right - x));
        glow(canvas.color, pixel * 3, lamp, 2.2 * cover * stroke * Math.exp(-block.z * 0.2));
      }
    }
  }
}

/** A tube of light along the edge of a roof. */
function drawRim(canvas: Canvas, camera: Camera, block: Block, lamp: Rgb): void {
  const left = projectX(camera, block.x - block.width / 2, block.z);
  const right = projectX(camera, block.x + block.width / 2, block.z);
  const y = projectY(camera, block.top, block.z);
  const thick = Math.max(1.2, canvas.height / 640);
  for (let py = Math.max(0, Math.floor(y)); py < Math.min(canvas.height, y + thick); py++) {
    for (let px = Math.max(0, Math.floor(left)); px < Math.min(canvas.width, right); px++) {
      const pixel = py * canvas.width + px;
      if (at(canvas.depth, pixel) < block.z - 0.004) continue;
      glow(canvas.color, pixel * 3, lamp, 1.6 * Math.exp(-block.z * 0.3));
    }
  }
}

/** Red lamps on what is tall. */
function drawBeacons({ canvas, camera }: Stage, blocks: Block[], random: Random): void {
  for (const block of blocks) {
    if (block.top < 0.27 || !random.chance(0.6)) continue;
    const x = projectX(camera, block.x, block.z);
    const y = projectY(camera, block.top, block.z);
    const column = Math.round(x);
    const row = Math.round(y) - 1;
    if (column < 1 || row < 1 || column >= canvas.width || row >= canvas.height) continue;
    if (at(canvas.depth, row * canvas.width + column) < block.z - 0.2) continue;
    const radius = Math.max(1.1, canvas.height / 700);
    forDisc(canvas, x, y, radius * 4, (index, distance) =>
      glow(
        canvas.color,
        index,
        [1.6, 0.16, 0.1],
        Math.exp(-(distance * distance) / (radius * radius)),
      ),
    );
  }
}

/** A dark quay with lamps at the water. */
function drawQuay(
  { canvas, camera }: Stage,
  { spread, shore }: CityPlan,
  random: Random,
  look: Look,
): void {
  const top = projectY(camera, 0.005, shore);
  const bottom = projectY(camera, 0, shore);
  const wall = scaleRgb(look.walls[2] ?? [0.1, 0.1, 0.1], mix(0.5, 0.16, look.dark));
  for (let y = Math.floor(top); y <= Math.min(canvas.height - 1, Math.ceil(bottom)); y++) {
    const cover = clamp(Math.min(y + 1 - top, bottom - y + 0.5));
    for (let x = 0; x < canvas.width; x++) {
      const index = (y * canvas.width + x) * 3;
      for (let c = 0; c < 3; c++)
        canvas.color[index + c] = mix(at(canvas.color, index + c), wall[c] ?? 0, cover);
      canvas.depth[y * canvas.width + x] = shore;
    }
  }
  if (look.dark < 0.3) return;
  const lamps = Math.round(spread * 60);
  for (let i = 0; i < lamps; i++) {
    const x = projectX(
      camera,
      mix(-spread, spread, (i + 0.5 + random.between(-0.2, 0.2)) / lamps) * shore,
      shore,
    );
    const lamp = look.lamps[i % look.lamps.length] ?? [1, 1, 1];
    const radius = Math.max(1.2, canvas.height / 620);
    forDisc(canvas, x, projectY(camera, 0.009, shore), radius * 4, (index, distance) =>
      glow(canvas.color, index, lamp, 1.6 * Math.exp(-(distance * distance) / (radius * radius))),
    );
  }
}

/** The ground between the houses: dark, with streets that glow. */
function drawStreets({ canvas, camera, brief }: Stage, air: CityAir): void {
  const { noise } = brief;
  for (let y = Math.max(0, Math.floor(camera.horizon)); y < canvas.height; y++) {
    const z = Math.min(60, (camera.eye * camera.focal) / Math.max(0.4, y + 0.5 - camera.horizon));
    const lost = 1 - Math.exp(-z * air.thickness);
    for (let x = 0; x < canvas.width; x++) {
      const worldX = ((x + 0.5 - canvas.width / 2) / camera.focal) * z;
      const traffic = 0.25 + 0.75 * clamp(0.5 + noise.gradient(worldX * 9, z * 5));
      const index = (y * canvas.width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const ground = 0.012 + (air.streetGlow[c] ?? 0) * traffic * 1.1;
        canvas.color[index + c] = mix(ground, at(air.haze, x * 3 + c), lost);
      }
      canvas.depth[y * canvas.width + x] = z;
    }
  }
}
