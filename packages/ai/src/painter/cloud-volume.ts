import { at, clamp } from './arrays.ts';
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
  const side = volumeSide;
  const volume = new Float32Array(side ** 3);
  const coarse = createCells(4, 11);
  const fine = createCells(8, 23);
  const finest = createCells(16, 37);
  const waves = [createLattice(4, 5), createLattice(8, 7), createLattice(16, 9)];
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let z = 0, index = 0; z < side; z++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++, index++) {
        const px = x / side;
        const py = y / side;
        const pz = z / side;
        const cells =
          0.6 * nearness(coarse, px, py, pz) +
          0.28 * nearness(fine, px, py, pz) +
          0.12 * nearness(finest, px, py, pz);
        let wave = 0;
        let weight = 0.55;
        for (const lattice of waves) {
          wave += weight * lattice(px, py, pz);
          weight *= 0.5;
        }
        const value = cells * 0.42 + (0.5 + 0.5 * wave) * 0.8;
        volume[index] = value;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
  }
  for (let i = 0; i < volume.length; i++)
    volume[i] = clamp((at(volume, i) - lowest) / (highest - lowest));
  return volume;
}

/** `count` is a power of two, so that wrapping is a mask. */
type Cells = { count: number; points: Float32Array };

function createCells(count: number, seed: number): Cells {
  const random = createRandom(seed);
  return { count, points: Float32Array.from({ length: count ** 3 * 3 }, () => random()) };
}

/** 1 at a cell's point, falling to 0 a cell away. */
function nearness({ count, points }: Cells, px: number, py: number, pz: number): number {
  const x = px * count;
  const y = py * count;
  const z = pz * count;
  let nearest = 4;
  const wrap = count - 1;
  const baseX = Math.floor(x);
  const baseY = Math.floor(y);
  const baseZ = Math.floor(z);
  for (let cz = baseZ - 1; cz <= baseZ + 1; cz++) {
    for (let cy = baseY - 1; cy <= baseY + 1; cy++) {
      const line = ((cz & wrap) * count + (cy & wrap)) * count;
      for (let cx = baseX - 1; cx <= baseX + 1; cx++) {
        const cell = (line + (cx & wrap)) * 3;
        const ox = cx + at(points, cell) - x;
        const oy = cy + at(points, cell + 1) - y;
        const oz = cz + at(points, cell + 2) - z;
        nearest = Math.min(nearest, ox * ox + oy * oy + oz * oz);
      }
    }
  }
  return clamp(1 - Math.sqrt(nearest));
}

/** Repeating value noise, -1..1. */
function createLattice(
  count: number,
  seed: number,
): (px: number, py: number, pz: number) => number {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: count ** 3 }, () => random() * 2 - 1);
  const value = (x: number, y: number, z: number) =>
    at(values, ((z % count) * count + (y % count)) * count + (x % count));
  return (px, py, pz) => {
    const x = Math.floor(px * count);
    const y = Math.floor(py * count);
    const z = Math.floor(pz * count);
    const fx = fade(px * count - x);
    const fy = fade(py * count - y);
    const fz = fade(pz * count - z);
    const face = (depth: number) => {
      const upper = value(x, y, depth) + fx * (value(x + 1, y, depth) - value(x, y, depth));
      const lower =
        value(x, y + 1, depth) + fx * (value(x + 1, y + 1, depth) - value(x, y + 1, depth));
      return upper + fy * (lower - upper);
    };
    return face(z) + fz * (face(z + 1) - face(z));
  };
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
