import { at, clamp, limit, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';

/**
 * A landscape as a function: kilometres above the water at a place. Nothing finer than `finest`
 * matters; it is a power of two (-3 is an eighth of a kilometre), since octaves are.
 */
export type Land = (x: number, z: number, finest: number) => number;

export type LandSpan = {
  near: number;
  far: number;
  /** Where most of what is seen stands; rows are closest together here. */
  focus: readonly [from: number, to: number];
};

/**
 * The land sampled where the eye sees it: columns fan out from the eye, rows lie farther apart
 * with distance. Heights, slopes and shadow, `rows` times `columns`.
 */
export type Relief = {
  columns: number;
  rows: number;
  /** Pixels between two columns; the first stands `margin` pixels left of the picture. */
  columnStep: number;
  margin: number;
  depths: Float32Array;
  heights: Float32Array;
  slopeX: Float32Array;
  slopeZ: Float32Array;
  /** Share of sunlight that arrives. */
  sunlit: Float32Array;
};

export function surveyLand(camera: Camera, land: Land, light: Light, span: LandSpan): Relief {
  const columnStep = Math.max(1, Math.round(camera.height / 400));
  const margin = columnStep * 2;
  const columns = Math.ceil((camera.width + margin * 2) / columnStep) + 1;
  const rows = Math.round(limit(camera.height * 0.42, 200, 800));
  const depths = spaceRows(span, rows);
  const relief: Relief = {
    columns,
    rows,
    columnStep,
    margin,
    depths,
    heights: new Float32Array(columns * rows),
    slopeX: new Float32Array(columns * rows),
    slopeZ: new Float32Array(columns * rows),
    sunlit: new Float32Array(columns * rows),
  };
  for (let row = 0; row < rows; row++) {
    const z = at(depths, row);
    const finest = Math.log2((z / camera.focal) * 2);
    for (let column = 0; column < columns; column++) {
      relief.heights[row * columns + column] = land(slant(camera, relief, column) * z, z, finest);
    }
  }
  measureSlopes(camera, relief);
  castShadows(camera, relief, land, light);
  return relief;
}

/** Lets clouds that need not be in the picture throw their shadows on the land, soft-edged and drifting. */
export function shadeUnderClouds(
  camera: Camera,
  relief: Relief,
  random: Random,
  noise: Noise,
): void {
  const offset = random.between(0, 60);
  for (let row = 0; row < relief.rows; row++) {
    const z = at(relief.depths, row);
    // Evenly many to look at in the distance, where the ground is foreshortened, and near by.
    const away = Math.log(z) * 1.5;
    for (let column = 0; column < relief.columns; column++) {
      const x = slant(camera, relief, column) * z;
      const cloud =
        noise.gradient((x / (0.5 + z * 0.45)) * 0.8 + offset, away) +
        0.4 * noise.gradient((x / (0.5 + z * 0.45)) * 2.3, away * 2.6 + offset);
      const index = row * relief.columns + column;
      relief.sunlit[index] = at(relief.sunlit, index) * mix(1, 0.34, smooth(0.02, 0.34, cloud));
    }
  }
}

/** Sideways kilometres for each kilometre of distance, along a column. */
export function slant(camera: Camera, { columnStep, margin }: Relief, column: number): number {
  return (column * columnStep - margin - camera.width / 2) / camera.focal;
}

/** Even steps in log distance, four times as many inside the focus. */
function spaceRows({ near, far, focus }: LandSpan, rows: number): Float32Array {
  const fine = 4096;
  const total = Math.log(far / near);
  const reached = new Float32Array(fine + 1);
  for (let i = 1; i <= fine; i++) {
    const z = near * Math.exp((total * (i - 0.5)) / fine);
    reached[i] = at(reached, i - 1) + (z > focus[0] && z < focus[1] ? 4 : 1);
  }
  const depths = new Float32Array(rows);
  let i = 0;
  for (let row = 0; row < rows; row++) {
    const wanted = (at(reached, fine) * row) / (rows - 1);
    while (i < fine - 1 && at(reached, i + 1) < wanted) i++;
    const part = (wanted - at(reached, i)) / (at(reached, i + 1) - at(reached, i));
    depths[row] = near * Math.exp((total * (i + clamp(part))) / fine);
  }
  return depths;
}

function measureSlopes(camera: Camera, relief: Relief): void {
  const { columns, rows, depths, heights } = relief;
  const fan = relief.columnStep / camera.focal;
  for (let row = 0; row < rows; row++) {
    const z = at(depths, row);
    const nearer = Math.max(0, row - 1);
    const farther = Math.min(rows - 1, row + 1);
    const depth = at(depths, farther) - at(depths, nearer);
    for (let column = 0; column < columns; column++) {
      const left = Math.max(0, column - 1);
      const right = Math.min(columns - 1, column + 1);
      const index = row * columns + column;
      const across =
        (at(heights, row * columns + right) - at(heights, row * columns + left)) /
        ((right - left) * fan * z);
      const along =
        (at(heights, farther * columns + column) - at(heights, nearer * columns + column)) / depth;
      relief.slopeX[index] = across;
      // A column also moves sideways as it goes away; take that part out.
      relief.slopeZ[index] = along - across * slant(camera, relief, column);
    }
  }
}

const shadowColumns = 5;
const shadowRows = 4;

function castShadows(camera: Camera, relief: Relief, land: Land, light: Light): void {
  const { columns, rows, depths, heights, sunlit } = relief;
  const [sunX, sunY, sunZ] = light.landDirection;
  const flat = Math.hypot(sunX, sunZ);
  const rise = sunY / flat;
  const stepX = sunX / flat;
  const stepZ = sunZ / flat;
  const coarseColumns = Math.ceil(columns / shadowColumns) + 1;
  const coarseRows = Math.ceil(rows / shadowRows) + 1;
  const coarse = new Float32Array(coarseColumns * coarseRows);
  for (let r = 0; r < coarseRows; r++) {
    const row = Math.min(rows - 1, r * shadowRows);
    const z = at(depths, row);
    const scale = Math.max(0.004, z * 0.006);
    for (let c = 0; c < coarseColumns; c++) {
      const column = Math.min(columns - 1, c * shadowColumns);
      const x = slant(camera, relief, column) * z;
      const start = Math.max(0, at(heights, row * columns + column));
      let open = 1;
      let far = scale * 2;
      for (let step = 0; step < 11 && open > 0; step++) {
        const above =
          start + far * rise - land(x + stepX * far, z + stepZ * far, Math.log2(far) - 2);
        open = Math.min(open, 0.5 + above / (far * 0.14));
        far *= 1.52;
      }
      coarse[r * coarseColumns + c] = clamp(open);
    }
  }
  for (let row = 0; row < rows; row++) {
    const r = row / shadowRows;
    const top = Math.floor(r);
    for (let column = 0; column < columns; column++) {
      const c = column / shadowColumns;
      const left = Math.floor(c);
      const a = top * coarseColumns + left;
      const upper = mix(at(coarse, a), at(coarse, a + 1), c - left);
      const lower = mix(at(coarse, a + coarseColumns), at(coarse, a + coarseColumns + 1), c - left);
      sunlit[row * columns + column] = mix(upper, lower, r - top);
    }
  }
}

/** Which row of the relief each pixel sees; -1 where it sees none. Also fills the canvas's depth. */
export function sightLines(canvas: Canvas, camera: Camera, relief: Relief): Float32Array {
  const { width, height, depth } = canvas;
  const { columns, rows, depths, heights } = relief;
  const seen = new Float32Array(width * height).fill(-1);
  for (let x = 0; x < width; x++) {
    const position = (x + 0.5 + relief.margin) / relief.columnStep;
    const left = Math.floor(position);
    const across = position - left;
    let drawn = height;
    let before = height + 1;
    for (let row = 0; row < rows && drawn > 0; row++) {
      const index = row * columns + left;
      // Below the water the eye sees the water.
      const ground = Math.max(0, mix(at(heights, index), at(heights, index + 1), across));
      const z = at(depths, row);
      const y = camera.horizon - (camera.focal * (ground - camera.eye)) / z;
      if (y < drawn - 0.5) {
        const top = Math.max(0, Math.ceil(y - 0.5));
        const rise = Math.max(1e-6, before - y);
        for (let py = drawn - 1; py >= top; py--) {
          const part = row === 0 ? 0 : clamp((before - (py + 0.5)) / rise);
          const pixel = py * width + x;
          const fromRow = row === 0 ? 0 : row - 1 + part;
          seen[pixel] = fromRow;
          const nearer = row === 0 ? z : at(depths, row - 1);
          depth[pixel] = mix(nearer, z, part);
        }
        drawn = top;
      }
      before = y;
    }
  }
  return seen;
}

/** Smooths the stair steps where near land meets what is behind it. */
export function softenEdges(canvas: Canvas): void {
  const { width, height, color, depth } = canvas;
  const copies = [
    new Float32Array(width * 3),
    new Float32Array(width * 3),
    new Float32Array(width * 3),
  ];
  for (let y = 0; y < Math.min(2, height); y++)
    copies[y + 1]?.set(color.subarray(y * width * 3, (y + 1) * width * 3));
  for (let y = 1; y < height - 1; y++) {
    const recycled = copies.shift();
    if (!recycled) return;
    copies.push(recycled);
    recycled.set(color.subarray((y + 1) * width * 3, (y + 2) * width * 3));
    const [above, here, below] = copies;
    if (!above || !here || !below) return;
    for (let x = 1; x < width - 1; x++) {
      const pixel = y * width + x;
      const own = at(depth, pixel);
      const left = at(depth, pixel - 1);
      const right = at(depth, pixel + 1);
      // Bare land never lies nearer than what is below it in the picture.
      const farthest = Math.max(at(depth, pixel - width), left, right);
      if (farthest < Math.min(own, left, right, at(depth, pixel + width)) * 1.12) continue;
      const i = x * 3;
      for (let c = i; c < i + 3; c++) {
        const corners = at(above, c - 3) + at(above, c + 3) + at(below, c - 3) + at(below, c + 3);
        const sides = at(above, c) + at(below, c) + at(here, c - 3) + at(here, c + 3);
        color[y * width * 3 + c] = (at(here, c) * 4 + sides * 2 + corners) / 16;
      }
    }
  }
}
