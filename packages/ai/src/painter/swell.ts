import { at, clamp, limit, mix } from './arrays.ts';
import type { Canvas } from './canvas.ts';
import { paintSpray, type Spray } from './spray.ts';
import type { Stage } from './stage.ts';
import { createSeaShade } from './swell-shade.ts';
import { createSwell, swellStride } from './swell-waves.ts';
import type { WaterPlan } from './water.ts';

/**
 * A heavy sea as a surface with height: near waves stand before far ones. Walks away from the eye
 * line by line and lays what rises above all nearer water, so that no pixel is painted twice.
 */
export function paintSwell(
  { canvas, camera, light, haze, brief }: Stage,
  water: Uint8Array,
  plan: WaterPlan,
  power: number,
): void {
  const { noise } = brief;
  const random = brief.random.fork('swell');
  const { width, height, color, depth } = canvas;
  const { focal, horizon } = camera;
  const eye = camera.eye * 1000;
  const waves = createSwell(width, power, random, noise);
  const shade = createSeaShade(canvas, camera, light, plan, waves, power, noise);
  const count = waves.height.length;
  const before = new Float32Array(count);
  const now = { paint: new Float32Array(count * 3), foam: new Float32Array(count) };
  const last = new Float32Array(count * 3);
  // Which places are not hidden by nearer waves, and which were not a step before.
  const seen = new Uint8Array(count);
  const wasSeen = new Uint8Array(count);
  const rows = new Float32Array(width);
  // Where the water of each column ends so far, and what shone through the last pixel it covers.
  const top = new Float32Array(width).fill(height);
  const behind = new Float32Array(width * 3);
  const sprays: Spray[] = [];
  const rising = new Uint8Array(width);
  const nearest = Math.max(
    2,
    (Math.max(eye - waves.tallest, eye * 0.3) * focal) / (height - horizon),
  );
  let z = nearest * 0.92;
  let lastZ = z * 0.985;
  waves.roll(lastZ, lastZ / focal, lastZ / focal);
  for (;;) {
    const down = (eye * focal) / z;
    if (down < 0.4) break;
    const perPixel = z / focal;
    const step = (z * 0.85) / down;
    before.set(waves.height);
    waves.roll(z, perPixel, Math.max(perPixel * 1.2, step * 0.8));
    seen.fill(0);
    for (let x = 0; x < width; x++) {
      const left = Math.floor(x / swellStride);
      const part = x / swellStride - left;
      const rise = mix(at(waves.height, left), at(waves.height, left + 1), part);
      rows[x] = horizon + (focal * (eye - rise)) / z;
      if (at(rows, x) < at(top, x)) seen.fill(1, left, left + 2);
    }
    shade(z, z - lastZ, before, seen, now.paint, now.foam);
    const lost = 1 - Math.exp((-z / 1000) * plan.thickness);
    for (let x = 0; x < width; x++) {
      const left = Math.floor(x / swellStride);
      const part = x / swellStride - left;
      const y = at(rows, x);
      const edge = at(top, x);
      if (y >= edge) {
        // The far side of a wave: what the wind tears off its crest is laid over what comes behind.
        if (rising[x] && z < 420) {
          const foam = mix(at(now.foam, left), at(now.foam, left + 1), part);
          if (foam > 0.25) sprays.push({ x, y: edge, z, power: foam });
        }
        rising[x] = 0;
        continue;
      }
      if (edge - y > 0.25) rising[x] = 1;
      const firstRow = Math.max(0, Math.floor(y));
      const lastRow = Math.min(height - 1, Math.ceil(edge) - 1);
      const a = left * 3;
      const along = wasSeen[left] && wasSeen[left + 1];
      for (let row = lastRow; row >= firstRow; row--) {
        const pixel = row * width + x;
        const covered = Math.min(edge, row + 1) - Math.max(y, row);
        if (covered <= 0 || (!water[pixel] && at(depth, pixel) * 1000 < z)) continue;
        const toward = along && edge - y > 1.2 ? clamp((edge - row - 0.5) / (edge - y)) : 1;
        const index = pixel * 3;
        const fresh = edge >= row + 1;
        for (let c = 0; c < 3; c++) {
          const far = mix(at(now.paint, a + c), at(now.paint, a + 3 + c), part);
          const near = mix(at(last, a + c), at(last, a + 3 + c), part);
          const paint = mix(mix(near, far, toward), at(haze, x * 3 + c), lost) * covered;
          if (fresh) {
            behind[x * 3 + c] = at(color, index + c);
            color[index + c] = paint;
          } else {
            color[index + c] = at(color, index + c) + paint;
          }
        }
        if (y <= row) depth[pixel] = z / 1000;
      }
      top[x] = y;
    }
    last.set(now.paint);
    wasSeen.set(seen);
    lastZ = z;
    z += step;
  }
  closeHorizon(canvas, top, behind);
  paintSpray(canvas, camera, light, sprays, waves.wind, random.fork('spray'), noise);
}

/** The last pixel of each column is partly sky: gives it back what the water did not cover. */
function closeHorizon({ width, height, color }: Canvas, top: Float32Array, behind: Float32Array) {
  for (let x = 0; x < width; x++) {
    const y = at(top, x);
    const row = Math.floor(limit(y, 0, height - 1));
    const open = y - row;
    if (open <= 0 || open >= 1) continue;
    for (let c = 0; c < 3; c++) {
      const index = (row * width + x) * 3 + c;
      color[index] = at(color, index) + at(behind, x * 3 + c) * open;
    }
  }
}
