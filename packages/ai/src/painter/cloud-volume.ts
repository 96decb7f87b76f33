import { at, mix } from './arrays.ts';
import { createRandom } from './random.ts';

/** Side of the repeating cube of cloud noise, in cells; a power of two so that wrapping is a mask. */
const volumeSide = 32;

let shared: Float32Array | undefined;

/**
 * A repeating cube of billowing noise, 0..1: gradient noise carved by cell distances, after
 * Andrew Schneider, "The Real-time Volumetric Cloudscapes of Horizon Zero Dawn" (SIGGRAPH 2015).
 */
export function cloudVolume(): Float32Array {
  shared ??= createVolume();
  return shared;
}

function createVolume(): Float32Array {
  const volume = new Float32Array(volumeSide ** 3).fill(0.4);
  addCells(volume, 4, 11, 0.42 * 0.6);
  addCells(volume, 8, 23, 0.42 * 0.28);
  addCells(volume, 16, 37, 0.42 * 0.12);
  addWaves(volume, 4, 5, 0.4 * 0.55);
  addWaves(volume, 8, 7, 0.4 * 0.275);
  addWaves(volume, 16, 9, 0.4 * 0.1375);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < volume.length; i++) {
    lowest = Math.min(lowest, at(volume, i));
    highest = Math.max(highest, at(volume, i));
  }
  for (let i = 0; i < volume.length; i++) volume[i] = (at(volume, i) - lowest) / (highest - lowest);
  return volume;
}

/** Adds how near the next of `count` cubed points is: `weight` there, 0 a cell away. */
function addCells(volume: Float32Array, count: number, seed: number, weight: number): void {
  const random = createRandom(seed);
  const nearest = new Float32Array(volume.length).fill(1);
  const mask = volumeSide - 1;
  const reach = volumeSide / count;
  for (let cell = 0; cell < count ** 3; cell++) {
    const px = ((cell % count) + random()) * reach;
    const py = ((Math.floor(cell / count) % count) + random()) * reach;
    const pz = (Math.floor(cell / (count * count)) + random()) * reach;
    for (let z = Math.ceil(pz - reach); z <= pz + reach; z++) {
      for (let y = Math.ceil(py - reach); y <= py + reach; y++) {
        const aside = ((z - pz) / reach) ** 2 + ((y - py) / reach) ** 2;
        if (aside >= 1) continue;
        const line = ((z & mask) * volumeSide + (y & mask)) * volumeSide;
        for (let x = Math.ceil(px - reach); x <= px + reach; x++) {
          const index = line + (x & mask);
          nearest[index] = Math.min(at(nearest, index), aside + ((x - px) / reach) ** 2);
        }
      }
    }
  }
  for (let i = 0; i < volume.length; i++)
    volume[i] = at(volume, i) + weight * (1 - Math.sqrt(at(nearest, i)));
}

/** Adds value noise, `weight` times -1..1, of `count` cubed cells. */
function addWaves(volume: Float32Array, count: number, seed: number, weight: number): void {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: count ** 3 }, () => random() * 2 - 1);
  const scale = count / volumeSide;
  for (let index = 0; index < volume.length; index++) {
    const x = (index % volumeSide) * scale;
    const y = (Math.floor(index / volumeSide) % volumeSide) * scale;
    const z = Math.floor(index / (volumeSide * volumeSide)) * scale;
    const left = Math.floor(x);
    const right = (left + 1) % count;
    const top = Math.floor(y);
    const near = Math.floor(z);
    const fx = fade(x - left);
    const a = (near * count + top) * count;
    const b = (near * count + ((top + 1) % count)) * count;
    const deeper = (((near + 1) % count) - near) * count * count;
    const upper = mix(at(values, a + left), at(values, a + right), fx);
    const lower = mix(at(values, b + left), at(values, b + right), fx);
    const farUpper = mix(at(values, a + deeper + left), at(values, a + deeper + right), fx);
    const farLower = mix(at(values, b + deeper + left), at(values, b + deeper + right), fx);
    const down = fade(y - top);
    const wave = mix(mix(upper, lower, down), mix(farUpper, farLower, down), fade(z - near));
    volume[index] = at(volume, index) + weight * wave;
  }
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Reads the cube anywhere; one turn of the cube a unit. */
export function sampleVolume(volume: Float32Array, x: number, y: number, z: number): number {
  const mask = volumeSide - 1;
  const px = x * volumeSide;
  const py = y * volumeSide;
  const pz = z * volumeSide;
  const fx = Math.floor(px);
  const fy = Math.floor(py);
  const fz = Math.floor(pz);
  const tx = px - fx;
  const ty = py - fy;
  const tz = pz - fz;
  const x0 = fx & mask;
  const x1 = (fx + 1) & mask;
  const y0 = (fy & mask) * volumeSide;
  const y1 = ((fy + 1) & mask) * volumeSide;
  const z0 = (fz & mask) * volumeSide * volumeSide;
  const z1 = ((fz + 1) & mask) * volumeSide * volumeSide;
  const a = at(volume, z0 + y0 + x0) * (1 - tx) + at(volume, z0 + y0 + x1) * tx;
  const b = at(volume, z0 + y1 + x0) * (1 - tx) + at(volume, z0 + y1 + x1) * tx;
  const c = at(volume, z1 + y0 + x0) * (1 - tx) + at(volume, z1 + y0 + x1) * tx;
  const d = at(volume, z1 + y1 + x0) * (1 - tx) + at(volume, z1 + y1 + x1) * tx;
  const near = a + (b - a) * ty;
  const far = c + (d - c) * ty;
  return near + (far - near) * tz;
}
