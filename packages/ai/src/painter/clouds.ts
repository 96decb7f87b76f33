import { at, clamp, limit, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import { paintCirrus } from './cirrus.ts';
import { cloudVolume, sampleVolume } from './cloud-volume.ts';
import { mixRgb, type Rgb, rampColor, scaleRgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';
import { paintStormSky } from './storm-sky.ts';

export type CloudCover = {
  /** Share of the sky, 0..1. */
  cover: number;
  /** Heavy, dark undersides, 0..1. */
  storm: number;
  /** High ice clouds, 0..1. */
  veil: number;
};

/** Kilometres: where clouds begin, and how tall they stand. */
const base = 1.1;
const usualTallness = 1.15;
const steps = 18;

/**
 * Clouds as a lit volume: rays walk through the layer and gather light that walked from the sun.
 * Painted small and enlarged, since clouds are soft.
 */
export function paintClouds(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  cloudCover: CloudCover,
  random: Random,
  noise: Noise,
): void {
  if (cloudCover.veil > 0) paintCirrus(canvas, camera, light, cloudCover.veil, random, noise);
  if (cloudCover.cover < 0.12) return;
  if (cloudCover.cover > 0.85) {
    paintStormSky(canvas, camera, light, cloudCover.storm, random, noise);
    return;
  }
  const scale = Math.max(1, Math.round(Math.sqrt((canvas.width * camera.horizon) / 60_000)));
  const width = Math.ceil(canvas.width / scale) + 1;
  const height = Math.ceil(camera.horizon / scale) + 1;
  const layer = new Float32Array(width * height * 4);
  // A tall picture sees little of the sky across: smaller clouds keep their outlines there.
  // A low sun lights clouds from below, and flat ones take that light best.
  const high = light.time === 'day' || light.time === 'night';
  const size = limit(canvas.width / camera.focal / 1.3, 0.5, high ? 1 : 0.66);
  const shape = createShape(cloudCover, size, random);
  const colors = cloudColors(light, cloudCover.storm);
  for (let y = 0; y < height; y++) {
    const v = (camera.horizon - (y + 0.5) * scale) / camera.focal;
    if (v < 0.025) continue;
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * scale - canvas.width / 2) / camera.focal;
      marchRay(layer, (y * width + x) * 4, u, v, shape, light, colors, hashDither(x, y));
    }
  }
  layCloudsOver(canvas, layer, { width, height, scale }, camera.horizon, noise);
}

type Shape = {
  /** Kilometres that the clouds stand tall. */
  tallness: number;
  density(x: number, altitude: number, z: number, detailed: boolean, region: number): number;
  /** How much cloudier than elsewhere it is around a place. */
  region(x: number, z: number): number;
};

/** How dense the air is at a point (kilometres; altitude 0..1 within the layer). */
function createShape({ cover }: CloudCover, size: number, random: Random): Shape {
  const volume = cloudVolume();
  const offsetX = random.between(0, 50);
  const offsetZ = random.between(0, 50);
  // Little cover is also small clouds.
  const turn = 1 / (mix(5.2, 8.5, cover) * size);
  const threshold = mix(0.69, 0.38, cover);
  const region = (x: number, z: number): number =>
    (sampleVolume(volume, (x + offsetX) * turn * 0.27, 0.4, (z + offsetZ) * turn * 0.27) - 0.5) *
    0.36;
  const density = (
    x: number,
    altitude: number,
    z: number,
    detailed: boolean,
    more: number,
  ): number => {
    const sx = (x + offsetX) * turn;
    const sz = (z + offsetZ) * turn;
    // Flat undersides and rounded tops.
    const profile = altitude < 0.1 ? altitude * 10 : 1 - (altitude - 0.1) * (altitude - 0.1) * 1.1;
    const body =
      sampleVolume(volume, sx, altitude * 0.16, sz) + more - threshold - (1 - profile) * 0.3;
    if (body <= 0) return 0;
    if (!detailed) return Math.min(1, body * 11);
    const carvable = 0.34 * (1.1 - Math.min(1, body * 2.6));
    // So far inside that no carving could make it thinner than full.
    if (body - carvable > 1 / 17) return 1;
    const detail =
      0.68 * sampleVolume(volume, sx * 4.3 + 0.3, altitude * 0.7, sz * 4.3) +
      0.32 * sampleVolume(volume, sx * 11.7 + 0.8, altitude * 1.9, sz * 11.7);
    const carved = body - (1 - detail) * carvable;
    return carved <= 0 ? 0 : Math.min(1, carved * 17);
  };
  return { tallness: usualTallness * size, density, region };
}

type CloudColors = { lit: Rgb; shade: Rgb; underside: Rgb };

function cloudColors(light: Light, storm: number): CloudColors {
  const upper = rampColor(light.skyToward, 0.35);
  const low = rampColor(light.skyToward, 0.8);
  const night = light.time === 'night';
  return {
    lit: scaleRgb(light.sun, night ? 0.5 : mix(light.time === 'sunset' ? 0.5 : 0.66, 0.45, storm)),
    shade: scaleRgb(mixRgb(upper, light.ambient, 0.45), mix(1.02, 0.5, storm)),
    underside: scaleRgb(mixRgb(low, upper, 0.5), mix(0.72, 0.34, storm)),
  };
}

function marchRay(
  layer: Float32Array,
  index: number,
  u: number,
  v: number,
  shape: Shape,
  light: Light,
  colors: CloudColors,
  dither: number,
): void {
  const { tallness } = shape;
  const start = base / v;
  const end = Math.min((base + tallness) / v, start + 26);
  const step = (end - start) / steps;
  const length = Math.sqrt(u * u + v * v + 1);
  const [sunX, sunY, sunZ] = light.direction;
  const toSun = (u * sunX + v * sunY + sunZ) / length;
  // Forward scattering makes the rims near the sun shine (Henyey-Greenstein, g = 0.6).
  const rim = 0.75 + (0.42 * 0.64) / (1.36 - 1.2 * toSun) ** 1.5;
  // A low sun still lights from a little above, else every cloud would be its own shadow.
  const rise = Math.max(sunY, 0.16);
  // A sun in the picture is to be seen.
  const hidesSun = light.inFrame ? 0.9 * Math.exp(-(1 - toSun) * 260) : 0;
  const middle = start + (end - start) * 0.3;
  const region = shape.region(u * middle, middle);
  let through = 1;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let i = 0; i < steps && through > 0.02; i++) {
    const t = start + (i + dither) * step;
    const altitude = (t * v - base) / tallness;
    const density = shape.density(u * t, altitude, t, true, region);
    if (density <= 0) continue;
    let shadow = 0;
    for (let k = 1; k <= 2; k++) {
      const far = 0.14 * k * k;
      shadow +=
        shape.density(
          u * t + sunX * far,
          altitude + (rise * far) / tallness,
          t + sunZ * far,
          false,
          region,
        ) *
        0.12 *
        (2 * k - 1);
    }
    const direct = (Math.exp(-shadow * 5.5) * 0.85 + 0.15 * Math.exp(-shadow)) * rim;
    const below = 1 - clamp(altitude * 1.35);
    const absorbed = 1 - Math.exp(-density * step * length * (7.5 / tallness));
    const share = through * absorbed;
    red += share * (colors.lit[0] * direct + mix(colors.shade[0], colors.underside[0], below));
    green += share * (colors.lit[1] * direct + mix(colors.shade[1], colors.underside[1], below));
    blue += share * (colors.lit[2] * direct + mix(colors.shade[2], colors.underside[2], below));
    through *= 1 - absorbed;
  }
  // Far clouds sink into the haze.
  const near = smooth(0.02, 0.13, v) * (1 - hidesSun);
  layer[index] = red * near;
  layer[index + 1] = green * near;
  layer[index + 2] = blue * near;
  layer[index + 3] = (1 - through) * near;
}

/** Where in its step a ray starts: interleaved gradient noise (Jorge Jimenez, SIGGRAPH 2014), smoothed away later. */
function hashDither(x: number, y: number): number {
  const wave = 52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1);
  return wave - Math.floor(wave);
}

function layCloudsOver(
  canvas: Canvas,
  layer: Float32Array,
  size: { width: number; height: number; scale: number },
  horizon: number,
  noise: Noise,
): void {
  const { color } = canvas;
  const smoothed = softened(layer, size.width, size.height);
  const bottom = Math.min(canvas.height, Math.ceil(horizon));
  for (let y = 0; y < bottom; y++) {
    const plainY = (y + 0.5) / size.scale - 0.5;
    let swirl = 0;
    let wisp = 0;
    let stale = true;
    for (let x = 0; x < canvas.width; x++) {
      let sourceX = limit((x + 0.5) / size.scale - 0.5, 0, size.width - 1.001);
      let sourceY = limit(plainY, 0, size.height - 1.001);
      // Enlarging leaves edges soft: a fine swirl of the place that is read gives them wisps again.
      const nearby = (Math.round(sourceY) * size.width + Math.round(sourceX)) * 4 + 3;
      const edge = at(smoothed, nearby);
      if (edge <= 0.01) {
        stale = true;
      } else {
        const reach = 0.5 + 0.9 * (1 - edge);
        // Two columns share one reckoning.
        if (x % 2 === 0 || stale) {
          swirl = noise.gradient(sourceX * 0.21, sourceY * 0.27);
          wisp = noise.gradient(sourceX * 0.52 + swirl, sourceY * 0.62 + 7);
          stale = false;
        }
        const down = (swirl - 0.75 * wisp) * reach;
        sourceX = limit(sourceX + (swirl * 1.3 + wisp * 0.7) * reach, 0, size.width - 1.001);
        sourceY = limit(sourceY - down, 0, size.height - 1.001);
      }
      const top = Math.floor(sourceY);
      const downward = sourceY - top;
      const left = Math.floor(sourceX);
      const across = sourceX - left;
      const a = (top * size.width + left) * 4;
      const c = a + size.width * 4;
      const wa = (1 - across) * (1 - downward);
      const wb = across * (1 - downward);
      const wc = (1 - across) * downward;
      const wd = across * downward;
      const cover =
        at(smoothed, a + 3) * wa +
        at(smoothed, a + 7) * wb +
        at(smoothed, c + 3) * wc +
        at(smoothed, c + 7) * wd;
      if (cover < 0.001) continue;
      const pixel = (y * canvas.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const light =
          at(smoothed, a + channel) * wa +
          at(smoothed, a + 4 + channel) * wb +
          at(smoothed, c + channel) * wc +
          at(smoothed, c + 4 + channel) * wd;
        color[pixel + channel] = at(color, pixel + channel) * (1 - cover) + light;
      }
    }
  }
}

/** A 1-2-1 filter both ways: removes the pattern of the ray starts. */
function softened(layer: Float32Array, width: number, height: number): Float32Array {
  const across = new Float32Array(layer.length);
  const both = new Float32Array(layer.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = (y * width + x) * 4;
      const left = x > 0 ? here - 4 : here;
      const right = x < width - 1 ? here + 4 : here;
      for (let c = 0; c < 4; c++)
        across[here + c] =
          (at(layer, left + c) + 2 * at(layer, here + c) + at(layer, right + c)) / 4;
    }
  }
  const row = width * 4;
  for (let y = 0; y < height; y++) {
    for (let i = y * row; i < (y + 1) * row; i++) {
      const above = y > 0 ? i - row : i;
      const below = y < height - 1 ? i + row : i;
      both[i] = (at(across, above) + 2 * at(across, i) + at(across, below)) / 4;
    }
  }
  return both;
}
