import { at, clamp, limit, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import { mixRgb, rgb, scaleRgb, timesRgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import { type SwellWaves, swellStride } from './swell-waves.ts';
import type { WaterPlan } from './water.ts';

/** Colours one line of the sea (three numbers a place) and says how much of it is breaking. */
type SeaShade = (
  z: number,
  step: number,
  before: Float32Array,
  seen: Uint8Array,
  paint: Float32Array,
  breaking: Float32Array,
) => void;

/** Light on a heavy sea: sky in its backs, depth in its faces, light through its crests, and foam. */
export function createSeaShade(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  plan: WaterPlan,
  waves: SwellWaves,
  power: number,
  noise: Noise,
): SeaShade {
  const heaven = shrinkSky(canvas, camera);
  const reach = camera.horizon;
  const { focal } = camera;
  const eye = camera.eye * 1000;
  const [windX, windZ] = waves.wind;
  const foamLit = mixRgb(
    scaleRgb(light.ambient, 2.04),
    [light.sun[0] + 0.04, light.sun[1] + 0.04, light.sun[2] + 0.04],
    0.5,
  );
  const through = timesRgb(
    rgb({ l: 0.62, c: 0.085, h: 185 }),
    mixRgb(light.ambient, scaleRgb(light.sun, 0.9), 0.4),
  );
  return (z, step, before, seen, paint, breaking) => {
    const perPixel = z / focal;
    const spacing = perPixel * swellStride;
    const count = waves.height.length;
    // Foam threads are as fine as a hand is wide: far away only their mean is left.
    const fine = smooth(0.9, 0.16, perPixel);
    const coarse = smooth(4.5, 0.9, perPixel);
    const grainy = smooth(0.13, 0.03, perPixel);
    const grainier = smooth(0.05, 0.012, perPixel);
    for (let i = 0; i < count; i++) {
      if (!seen[i]) continue;
      const u = (i * swellStride + 0.5 - camera.width / 2) / focal;
      const x = u * z;
      const here = at(waves.height, i);
      const slopeX =
        (at(waves.height, Math.min(count - 1, i + 1)) - at(waves.height, Math.max(0, i - 1))) /
        (spacing * 2);
      const slopeZ = (here - at(before, i)) / step - u * slopeX;
      const steep = limit(slopeZ, -0.9, 0.9);
      const normal = 1 / Math.sqrt(slopeX * slopeX + steep * steep + 1);
      const v = (eye - here) / z;
      const view = 1 / Math.sqrt(u * u + v * v + 1);
      // Cosine between the surface and the way to the eye.
      const facing = limit((-u * -slopeX + v + steep) * view * normal, 0.03, 1);
      const bounce = 2 * facing;
      const rayX = u * view + bounce * -slopeX * normal;
      const rayY = -v * view + bounce * normal;
      const rayZ = view + bounce * -steep * normal;
      // Where the mirrored ray meets the picture's sky; behind the eye it is as above.
      const ahead = focal / Math.max(rayZ, 0.12);
      const column = limit(0.5 + (ahead * rayX) / camera.width, 0, 0.9999) * skyColumns;
      const row = limit(1 - (ahead * Math.max(rayY, 0)) / reach, 0, 0.9999) * skyRows;
      const left = Math.floor(column);
      const above = Math.floor(row);
      const upper = (above * (skyColumns + 1) + left) * 3;
      const lower = upper + (skyColumns + 1) * 3;
      const grazing = 1 - facing;
      const square = grazing * grazing;
      const mirror = 0.025 + 0.86 * square * square * grazing;
      const crest = at(waves.crest, i);
      const open = mix(0.5, 1.12, smooth(-1.7 * power, 2.2 * power, here));
      const thin = crest * crest * clamp(0.2 + steep * 1.1);
      // The wind combs foam into threads along its way; a breaking crest is white all over.
      const along = x * windX + z * windZ;
      const across = x * windZ - z * windX;
      const broad = noise.gradient(across * 0.09 + 3, along * 0.035 + 7);
      const torn = coarse > 0 ? noise.gradient(x * 0.55, z * 0.4 + 5) * coarse : 0;
      const cap = smooth(0.66, 1.06, crest + torn * 0.42 + broad * 0.3);
      let foam = cap * (0.78 + 0.22 * torn);
      let streak = 0;
      if (coarse > 0) {
        const sway = broad * 1.1 + torn * 0.22;
        streak = noise.gradient(across * 0.42 + sway, along * 0.03 + 11);
        const broken = smooth(-0.25, 0.45, noise.gradient(across * 0.2 + 19, along * 0.11 + sway));
        foam = Math.max(foam, smooth(0.12, 0.4, 0.34 - Math.abs(streak)) * broken * 0.22 * coarse);
      }
      if (fine > 0) {
        const bend = noise.gradient(x * 0.8 + streak, z * 0.7);
        const threads = noise.gradient(x * 1.9 + bend * 0.9, z * 1.6 + bend * 0.9);
        const finer = noise.gradient(x * 5.3 - bend, z * 4.6 + threads) * grainy;
        const finest = noise.gradient(x * 14 + finer, z * 12 - threads) * grainier;
        const web = 1 - Math.abs(threads + finer * 0.3) * 3.1 + finest * 0.22;
        const lace = Math.max(web, 0.72 - Math.abs(finer + finest * 0.4) * 2.6);
        const patch = smooth(-0.15, 0.5, broad + crest * 0.7 - 0.28 + torn * 0.3);
        const boil = clamp(0.8 + finer * 0.7 + finest * 0.5);
        // A crest is white where it breaks; below it the foam tears into lace.
        const thick = foam * 1.25 + lace * 0.42 + finer * 0.22 - 0.62;
        const torn0 = smooth(0, 0.5, thick) * mix(0.72, 1, boil) * smooth(0.02, 0.2, foam);
        foam = mix(foam, Math.max(torn0, smooth(0.35, 0.95, lace) * patch * 0.7), fine);
      }
      breaking[i] = cap;
      const white = Math.min(0.94, foam);
      const lit = mix(0.62, 1.08, clamp(0.5 - steep * 0.75)) * open;
      const index = i * 3;
      for (let c = 0; c < 3; c++) {
        const body = (plan.deep[c] ?? 0) * open * 0.9 + (through[c] ?? 0) * thin * 0.5;
        const sky = mix(
          mix(at(heaven, upper + c), at(heaven, upper + 3 + c), column - left),
          mix(at(heaven, lower + c), at(heaven, lower + 3 + c), column - left),
          row - above,
        );
        const water = mix(body, sky, mirror) + sky * 0.05 * open;
        paint[index + c] = mix(water, (foamLit[c] ?? 0) * lit, white);
      }
    }
  };
}

const skyColumns = 64;
const skyRows = 40;

/** The painted sky, small and soft: `skyRows + 1` by `skyColumns + 1`, from the top to the horizon. */
function shrinkSky({ width, color }: Canvas, { horizon }: Camera): Float32Array {
  const grid = new Float32Array((skyColumns + 1) * (skyRows + 1) * 3);
  const reach = Math.max(1, Math.floor(horizon) - 1);
  const sample = 5;
  for (let row = 0; row <= skyRows; row++) {
    for (let column = 0; column <= skyColumns; column++) {
      const out = (row * (skyColumns + 1) + column) * 3;
      for (let j = 0; j < sample; j++) {
        const y = Math.floor(limit(((row + (j / sample - 0.4)) / skyRows) * reach, 0, reach));
        for (let i = 0; i < sample; i++) {
          const x = Math.floor(
            limit(((column + (i / sample - 0.4)) / skyColumns) * width, 0, width - 1),
          );
          const from = (y * width + x) * 3;
          for (let c = 0; c < 3; c++)
            grid[out + c] =
              at(grid, out + c) + Math.min(1.4, at(color, from + c)) / (sample * sample);
        }
      }
    }
  }
  return grid;
}
