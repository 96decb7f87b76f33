import { at, clamp, limit, mix } from '../arrays.ts';
import { type Canvas, createCanvas, projectX, projectY } from '../canvas.ts';
import { mixRgb, type Rgb, scaleRgb } from '../color.ts';
import { createLight } from '../light.ts';
import { paintStars } from '../night.ts';
import { hazeColumns, inPicture, paintSky } from '../sky.ts';
import type { Brief, Setting, Stage } from '../stage.ts';
import { fillFacet, gridTriangles, type Point } from './facets.ts';
import { foldPaper } from './low-poly.ts';
import { paintPaperBank, paintPaperTrees } from './low-poly-trees.ts';

/** A landscape folded from paper: the scene's own land and light in a few hundred flat facets. */
export function paintLowPolyLand(canvas: Canvas, brief: Brief, setting: Setting): void {
  const { camera, air } = setting;
  const light = createLight(brief.reading, brief.random.fork('light'), {
    time: brief.time,
    inFrame: true,
    frontal: false,
    halfAngle: Math.atan(canvas.width / 2 / camera.focal),
    skyAngle: Math.atan(camera.horizon / camera.focal),
  });
  const stage: Stage = { canvas, camera, light, haze: hazeColumns(camera, light), air, brief };
  // On a phone the short side is all the width there is: facets stay a little larger there.
  const unit = Math.min(canvas.width, canvas.height) / (brief.aspect < 1 ? 13 : 17);
  foldSky(stage, unit);
  if (setting.land) foldLand(stage, setting.land, unit);
  if (setting.land && setting.water) paintPaperTrees(stage, setting.land.shape);
  if (setting.water) foldWater(stage, setting.water.deep, unit);
  if (setting.water && setting.land) paintPaperBank(stage, unit);
}

function foldSky({ canvas, camera, light, brief }: Stage, unit: number): void {
  const small = 6;
  const width = Math.ceil(canvas.width / small);
  const height = Math.ceil(canvas.height / small);
  const model = createCanvas(width, height);
  const view = {
    ...camera,
    width,
    height,
    horizon: camera.horizon / small,
    focal: camera.focal / small,
  };
  paintSky(model, view, light);
  const colorAt = (x: number, y: number): Rgb => {
    const column = Math.round(limit(x / small, 0, width - 1));
    const row = Math.round(limit(y / small, 0, height - 1));
    const index = (row * width + column) * 3;
    return [at(model.color, index), at(model.color, index + 1), at(model.color, index + 2)];
  };
  const random = brief.random.fork('paper sky');
  const bottom = camera.horizon + unit;
  foldPaper(canvas, unit * 2.1, 0.07, random, brief.noise, colorAt, bottom);
  if (light.time === 'night')
    paintStars(canvas, { density: 0.5, milkyWay: 0, bottom: camera.horizon }, random, brief.noise);
  const place = inPicture(camera, light.direction);
  if (!place) return;
  const night = light.time === 'night';
  const radius = unit * 0.95;
  const disc: Rgb = night
    ? [0.9, 0.93, 1]
    : [light.sun[0] * 1.5 + 0.3, light.sun[1] * 1.5 + 0.25, light.sun[2] * 1.5 + 0.15];
  const sides = 11;
  const turn = random.between(0, 1);
  const rim = (i: number): Point => ({
    x: place.x + Math.cos(((i + turn) / sides) * Math.PI * 2) * radius,
    y: place.y + Math.sin(((i + turn) / sides) * Math.PI * 2) * radius,
  });
  for (let i = 0; i < sides; i++) {
    const paint = scaleRgb(disc, random.between(0.9, 1.06));
    fillFacet(canvas, [place, rim(i), rim(i + 1)], { paint, unit: unit * 4, rim: 0 });
  }
}

type Corner = Point & { px: number; py: number; wx: number; wy: number; wz: number };

function foldLand(
  { canvas, camera, light, haze, air, brief }: Stage,
  { shape, span, material }: NonNullable<Setting['land']>,
  unit: number,
): void {
  const random = brief.random.fork('paper land');
  const half = (canvas.width / 2 / camera.focal) * 1.12;
  const columns = Math.ceil((half * 2 * camera.focal) / unit) + 2;
  const ratio = 1 + Math.min(0.12, (unit / camera.focal) * 1.35);
  const rows = Math.ceil(Math.log(span.far / span.near) / Math.log(ratio));
  const corners: Corner[] = [];
  for (let row = rows; row >= 0; row--) {
    for (let column = 0; column < columns; column++) {
      const shifted = column + ((rows - row) % 2 ? 0.5 : 0) + random.between(-0.3, 0.3) - 0.5;
      const wz = span.near * ratio ** (row + random.between(-0.3, 0.3));
      const wx = mix(-half, half, shifted / (columns - 1)) * wz;
      const wy = shape(wx, wz, Math.log2((unit * wz) / camera.focal) - 1);
      const height = Math.max(0, wy);
      const x = projectX(camera, wx, wz);
      const y = projectY(camera, height, wz);
      corners.push({ x, y, px: x, py: y, wx, wy, wz });
    }
  }
  const [sunX, sunY, sunZ] = light.landDirection;
  for (const triangle of gridTriangles(corners, columns)) {
    const [a, b, c] = triangle;
    if (a.wy <= 0 && b.wy <= 0 && c.wy <= 0) continue;
    const x = (a.wx + b.wx + c.wx) / 3;
    const z = (a.wz + b.wz + c.wz) / 3;
    const height = Math.max(0, (a.wy + b.wy + c.wy) / 3);
    const normal = upward(a, b, c);
    const spot = {
      x,
      z,
      height,
      slopeX: -normal[0] / normal[1],
      slopeZ: -normal[2] / normal[1],
      patches: material.patchesAt(x, z, height),
      footprint: (unit / camera.focal) * z,
      red: 0,
      green: 0,
      blue: 0,
      softness: 0,
    };
    material.cover(spot);
    const facing = clamp(normal[0] * sunX + normal[1] * sunY + normal[2] * sunZ);
    const shine = 0.16 + 0.95 * facing;
    const open = (0.5 + 0.5 * normal[1]) * random.between(0.92, 1.08);
    const lit: Rgb = [
      spot.red * (light.ambient[0] * open + light.sun[0] * shine * 0.8),
      spot.green * (light.ambient[1] * open + light.sun[1] * shine * 0.8),
      spot.blue * (light.ambient[2] * open + light.sun[2] * shine * 0.8),
    ];
    const column = Math.round(limit((a.x + b.x + c.x) / 3, 0, canvas.width - 1)) * 3;
    const fade = clamp(
      1 - Math.exp(-z * air.thickness * 1.25) + air.mist * 0.5 * Math.exp(-height / 0.12),
    );
    const paint = mixRgb(lit, [at(haze, column), at(haze, column + 1), at(haze, column + 2)], fade);
    fillFacet(canvas, triangle, { paint, unit: unit * 2.4, rim: 0.03, depth: z });
  }
}

/** The unit vector that stands on three corners of the land and points up. */
function upward(a: Corner, b: Corner, c: Corner): Rgb {
  const ux = b.wx - a.wx;
  const uy = Math.max(0, b.wy) - Math.max(0, a.wy);
  const uz = b.wz - a.wz;
  const vx = c.wx - a.wx;
  const vy = Math.max(0, c.wy) - Math.max(0, a.wy);
  const vz = c.wz - a.wz;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const length = (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1) * (ny < 0 ? -1 : 1);
  return [nx / length, Math.max(0.05, ny / length), nz / length];
}

/** Water in long facets that mirror what stands above it, each tilted a little its own way. */
function foldWater({ canvas, camera, light, haze, brief }: Stage, deep: Rgb, unit: number): void {
  const { width, height } = canvas;
  const random = brief.random.fork('paper water');
  const source = canvas.color.slice();
  const shore = shoreline(canvas, camera.horizon);
  const columns = Math.ceil(width / (unit * 1.5)) + 3;
  const corners: Point[] = [];
  let y = camera.horizon;
  let step = unit * 0.16;
  for (let row = 0; y < height + unit * 1.5; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column - 1 + (row % 2 ? 0.5 : 0) + random.between(-0.3, 0.3)) * unit * 1.5;
      corners.push({ x, y: row === 0 ? y : y + random.between(-0.3, 0.3) * step });
    }
    y += step;
    step = Math.min(unit * 0.85, step * 1.16);
  }
  const sun = inPicture(camera, light.direction);
  for (const triangle of gridTriangles(corners, columns)) {
    const [a, b, c] = triangle;
    const mx = (a.x + b.x + c.x) / 3;
    const my = (a.y + b.y + c.y) / 3;
    const down = (my - camera.horizon) / Math.max(1, height - camera.horizon);
    const tilt = random.between(-0.5, 0.5) * unit * mix(0.3, 1.1, down);
    const column = Math.round(limit(mx + tilt * 0.4, 0, width - 1));
    const row = Math.round(limit(2 * shore - my - Math.abs(tilt), 0, Math.max(0, shore - 2)));
    const index = (row * width + column) * 3;
    const mirrored: Rgb = [at(source, index), at(source, index + 1), at(source, index + 2)];
    const fresnel = mix(0.86, 0.5, clamp(down)) * random.between(0.92, 1.05);
    let paint = mixRgb(deep, mirrored, fresnel);
    const far = Math.round(limit(mx, 0, width - 1)) * 3;
    const veil = 0.4 * Math.exp(-down * 14);
    paint = mixRgb(paint, [at(haze, far), at(haze, far + 1), at(haze, far + 2)], veil);
    if (sun) {
      const aside = (mx - sun.x) / (unit * mix(0.9, 2.2, down));
      const glint = Math.exp(-aside * aside) * random() ** 2 * 0.5;
      paint = [
        paint[0] + light.sun[0] * glint,
        paint[1] + light.sun[1] * glint,
        paint[2] + light.sun[2] * glint,
      ];
    }
    fillFacet(canvas, triangle, { paint, unit: unit * 2, rim: 0.02, onlyOpen: true });
  }
}

/** The row where land and water meet, on the whole; the horizon where there is no land. */
function shoreline({ width, height, depth }: Canvas, horizon: number): number {
  let sum = 0;
  let count = 0;
  for (let x = 0; x < width; x += 8) {
    let y = height - 1;
    while (y > horizon && at(depth, y * width + x) > 1e8) y--;
    sum += y;
    count++;
  }
  return sum / count;
}
