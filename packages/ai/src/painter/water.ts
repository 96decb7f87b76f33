import { at, clamp, limit, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import type { Rgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';

export type WaterPlan = {
  /** Tilt of the waves: 0.004 a still lake, 0.1 an open sea. */
  roughness: number;
  /** Length of the longest waves in kilometres. */
  wavelength: number;
  deep: Rgb;
  /** Foam on the crests, 0..1. */
  foam: number;
  /** Great waves that hide one another, in place of a level sea: 1 is a gale. */
  swell?: number;
  /** Share of the view lost a kilometre. */
  thickness: number;
  /** Where the bed shines through: kilometres below the surface at a place. Null where all is deep. */
  shallows: { depthAt: (x: number, z: number) => number; color: Rgb } | null;
};

const octaveCount = 6;
/** Waves also lean sideways, but the smallest ones need not. */
const sidewaysOctaves = 3;

/**
 * Water mirrors what stands above it: every pixel tilts with the waves and looks up what it would see.
 * Waves too small for a pixel blur the mirror instead, so far water never flickers.
 */
export function paintWater(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  water: Uint8Array,
  haze: Float32Array,
  plan: WaterPlan,
  noise: Noise,
): void {
  const { width, height, color, depth } = canvas;
  const { focal, horizon, eye } = camera;
  const source = color.slice(0, Math.min(height, Math.ceil(horizon) + 2) * width * 3);
  const sourceDepth = depth.slice(0, Math.min(height, Math.ceil(horizon) + 2) * width);
  const lastRow = Math.min(height, Math.ceil(horizon) + 2) - 1;
  const first = Math.max(0, Math.floor(horizon));
  const sunPower = light.time === 'night' ? 2.2 : light.time === 'day' ? 0.9 : 1.25;
  const waves = createWaves(width, plan, noise);
  for (let y = first; y < height; y++) {
    const down = Math.max(0.35, y + 0.5 - horizon);
    const v = down / focal;
    const z = Math.min(90, eye / v);
    const alongFootprint = Math.min(30, z / down);
    const lost = 1 - Math.exp(-z * plan.thickness);
    const hidden = waves.roll(z, alongFootprint, focal);
    const spread = Math.sqrt(hidden);
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      if (!water[pixel]) continue;
      const u = (x + 0.5 - width / 2) / focal;
      const worldX = u * z;
      const tiltX = waves.read(waves.tiltX, x);
      const tiltZ = waves.read(waves.tiltZ, x);
      const crest = waves.read(waves.crest, x);
      const up = focal * (Math.abs(v - 2 * tiltZ) + spread * 0.8);
      const column = Math.round(limit(x + focal * tiltX * (v + Math.abs(tiltZ)) * 2, 0, width - 1));
      const plain = limit(Math.round(horizon - up), 0, lastRow);
      // The water's edge of a thing lies below the horizon, and its mirror image hangs from there.
      const shift = (2 * focal * eye) / at(sourceDepth, plain * width + column);
      const step = Math.max(0.6, spread * focal);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = -1; tap <= 1; tap++) {
        const row = Math.round(horizon - up + shift + tap * step * 1.3);
        const index = (Math.min(lastRow, Math.max(0, row)) * width + column) * 3;
        const weight = tap === 0 ? 0.44 : 0.28;
        // A sun seen in the mirror is added as glitter below, not twice.
        red += Math.min(1.6, at(source, index)) * weight;
        green += Math.min(1.6, at(source, index + 1)) * weight;
        blue += Math.min(1.6, at(source, index + 2)) * weight;
      }
      const grazing = clamp(v / Math.sqrt(1 + v * v + u * u) - tiltZ * 0.8 + spread * 0.35);
      const facing = 1 - grazing;
      const square = facing * facing;
      const fresnel = mix(0.02 + 0.98 * square * square * facing, 1, 0.12);
      let surf = 0;
      let deepRed = plan.deep[0];
      let deepGreen = plan.deep[1];
      let deepBlue = plan.deep[2];
      if (plan.shallows) {
        const { depthAt, color: shallow } = plan.shallows;
        const below = depthAt(worldX, z);
        const clear = Math.exp(-below * 90);
        if (below < 0.006) surf = surfAt(worldX, z, below, noise);
        deepRed = mix(deepRed, shallow[0], clear);
        deepGreen = mix(deepGreen, shallow[1], clear);
        deepBlue = mix(deepBlue, shallow[2], clear);
      }
      // Light that comes through the crests.
      const lift = 1 + limit(crest, -0.6, 1) * 0.45 * clamp(plan.roughness * 14);
      red = mix(deepRed * lift, red, fresnel);
      green = mix(deepGreen * lift, green, fresnel);
      blue = mix(deepBlue * lift, blue, fresnel);
      const glint = glitter(u, v, tiltX, tiltZ, hidden, light, plan.roughness) * sunPower;
      red += light.sun[0] * glint;
      green += light.sun[1] * glint;
      blue += light.sun[2] * glint;
      if (plan.foam > 0) {
        const top = smooth(0.5, 0.95, crest);
        if (top > 0)
          surf +=
            top *
            plan.foam *
            foamAt(
              worldX / plan.wavelength,
              z / plan.wavelength,
              alongFootprint / plan.wavelength,
              noise,
            );
      }
      if (surf > 0) {
        const cap = Math.min(0.95, surf);
        red = mix(red, light.ambient[0] * 1.1 + light.sun[0] * 0.35, cap);
        green = mix(green, light.ambient[1] * 1.1 + light.sun[1] * 0.35, cap);
        blue = mix(blue, light.ambient[2] * 1.1 + light.sun[2] * 0.35, cap);
      }
      const index = pixel * 3;
      color[index] = mix(red, at(haze, x * 3), lost);
      color[index + 1] = mix(green, at(haze, x * 3 + 1), lost);
      color[index + 2] = mix(blue, at(haze, x * 3 + 2), lost);
      depth[pixel] = z;
    }
  }
}

/** Whether foam lies on a crest, in threads and flecks; from afar, its mean. Places in wavelengths. */
function foamAt(x: number, z: number, footprint: number, noise: Noise): number {
  const shown = smooth(0.09, 0.02, footprint);
  if (shown <= 0) return 0.35;
  const flecks = noise.gradient(x * 5, z * 9) + 0.6 * noise.gradient(x * 17, z * 29);
  return mix(0.35, smooth(0.15, 0.75, flecks), shown);
}

/** Foam on a shelving shore: the water's thin edge, and breakers that run along it, torn into lace. */
function surfAt(x: number, z: number, below: number, noise: Noise): number {
  const lace = noise.gradient(x * 210, z * 90) * 0.6 + noise.gradient(x * 520, z * 230) * 0.4;
  const edge = smooth(0.00034, 0.00008, below + lace * 0.00016);
  const swell = below * 950 + noise.gradient(x * 18, z * 14) * 0.7 + lace * 0.14;
  const part = swell - Math.floor(swell);
  const breaker = smooth(0.78, 0.97, part) * smooth(1, 0.975, part);
  const trail = smooth(0.45, 0.95, part + lace * 0.5) * 0.3;
  return Math.max(
    edge,
    (breaker * 0.9 + trail * smooth(0, 0.5, lace)) * smooth(0.0036, 0.0004, below),
  );
}

/** Columns from one reckoned wave to the next: waves lie along the picture and change slowly across it. */
const stride = 2;

type Waves = {
  tiltX: Float32Array;
  tiltZ: Float32Array;
  crest: Float32Array;
  /** Works out a row of the picture at a distance; returns the tilt of the waves too small to show, squared. */
  roll(z: number, footprint: number, focal: number): number;
  read(values: Float32Array, x: number): number;
};

function createWaves(width: number, plan: WaterPlan, noise: Noise): Waves {
  const count = Math.ceil(width / stride) + 2;
  const tiltX = new Float32Array(count);
  const tiltZ = new Float32Array(count);
  const crest = new Float32Array(count);
  const roll = (z: number, footprint: number, focal: number): number => {
    tiltX.fill(0);
    tiltZ.fill(0);
    crest.fill(0);
    let hidden = 0;
    for (let octave = 0; octave < octaveCount; octave++) {
      const strength = plan.roughness * 0.76 ** octave;
      const frequency = 2.3 ** octave / plan.wavelength;
      const shown = smooth(0.8, 4, 1 / (frequency * footprint));
      hidden += strength * strength * (1 - shown) * (1 - shown) * 0.16;
      if (shown <= 0.04) continue;
      const turn = (octave * 0.35 - 0.6) * 0.3;
      const tilt = strength * shown;
      const rise = octave < 2 ? shown * (1 - octave * 0.4) : 0;
      for (let i = 0; i < count; i++) {
        const worldX = ((i * stride + 0.5 - width / 2) / focal) * z;
        const px = (worldX + z * turn) * frequency * 0.55;
        const pz = (z - worldX * turn) * frequency;
        const along = noise.gradient(px + octave * 19.7, pz + octave * 7.3);
        tiltZ[i] = at(tiltZ, i) + along * tilt;
        crest[i] = at(crest, i) + along * rise;
        if (octave < sidewaysOctaves)
          tiltX[i] =
            at(tiltX, i) + noise.gradient(px * 1.4 + 57.1, pz * 0.8 + octave * 3.1) * tilt * 0.75;
      }
    }
    return hidden;
  };
  const read = (values: Float32Array, x: number): number => {
    const left = Math.floor(x / stride);
    return mix(at(values, left), at(values, left + 1), x / stride - left);
  };
  return { tiltX, tiltZ, crest, roll, read };
}

/** Sunlight off the waves: how many of them tilt just so (a normal distribution, after Cox and Munk 1954). */
function glitter(
  u: number,
  v: number,
  tiltX: number,
  tiltZ: number,
  hidden: number,
  light: Light,
  roughness: number,
): number {
  const [sunX, sunY, sunZ] = light.direction;
  const length = 1 / Math.sqrt(u * u + v * v + 1);
  const halfY = sunY + v * length;
  const needX = (sunX - u * length) / halfY;
  const needZ = (sunZ - length) / halfY;
  const variance = hidden * 0.6 + roughness * roughness * 0.24 + 0.00012;
  const missX = needX - tiltX;
  const missZ = needZ - tiltZ * 1.35;
  const off = (missX * missX * 1.9 + missZ * missZ) / variance;
  if (off > 22) return 0;
  return limit(Math.exp(-off * 0.5) * (0.18 + 0.012 / Math.sqrt(variance)), 0, 2.4);
}
