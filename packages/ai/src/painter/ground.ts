import { at, clamp, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import { luminance, type Rgb, rampColor } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import { type Relief, slant } from './terrain.ts';

/** One place on the ground, as a material sees it. Materials may bend the slopes for fine relief. */
export type Spot = {
  x: number;
  z: number;
  height: number;
  slopeX: number;
  slopeZ: number;
  /** The material's own patches. */
  patches: number;
  /** Kilometres that one pixel covers here. */
  footprint: number;
  /** The material's answer: how much of each colour it throws back. */
  red: number;
  green: number;
  blue: number;
  /** How far light wraps round the form: 0 rock, 1 snow and sand. */
  softness: number;
};

export type Material = {
  /** What changes slowly over the land, about -1..1: reckoned where the relief is and read between. */
  patchesAt(x: number, z: number, height: number): number;
  cover(spot: Spot): void;
};

export type Air = {
  /** Share of the view lost a kilometre. */
  thickness: number;
  /** Mist near the water: its strength and its height in kilometres. */
  mist: number;
  mistHeight: number;
  /** How far the mist's top rises and falls, in kilometres; 0 for even mist. */
  billow: number;
};

/** Lights the land that each pixel sees and fades it with distance. Marks the water instead of painting it. */
export function paintGround(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  view: { relief: Relief; seen: Float32Array; haze: Float32Array },
  material: Material,
  air: Air,
  noise: Noise,
): Uint8Array {
  const { width, height, color, depth } = canvas;
  const { relief, seen, haze } = view;
  const { columns, heights, slopeX, slopeZ, sunlit } = relief;
  const water = new Uint8Array(width * height);
  const [sunX, sunY, sunZ] = light.landDirection;
  const bounce = groundBounce(light);
  const patches = onRelief(camera, relief, material.patchesAt);
  // A sea of clouds has finer swells than mist.
  const swells = air.billow > 0.4 ? 4 : 3;
  // Above all billows there is no mist to speak of.
  const mistTop = air.billow * 0.6 + air.mistHeight * 5;
  const billows =
    air.billow > 0
      ? onRelief(camera, relief, (x, z, height) =>
          height < mistTop * 1.2 ? noise.fractal(x * 0.9 + 40, z * 0.9, swells) : 0,
        )
      : null;
  const seenThrough = relief.depths.map((z) => Math.exp(-z * air.thickness));
  const mistClear = relief.depths.map((z) => Math.exp(-z * 0.55));
  const spot: Spot = {
    x: 0,
    z: 0,
    height: 0,
    slopeX: 0,
    slopeZ: 0,
    patches: 0,
    footprint: 0,
    red: 0,
    green: 0,
    blue: 0,
    softness: 0,
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const row = at(seen, pixel);
      if (row < 0) {
        if (y + 0.5 > camera.horizon) water[pixel] = 1;
        continue;
      }
      const position = (x + 0.5 + relief.margin) / relief.columnStep;
      const left = Math.floor(position);
      const across = position - left;
      const rowBelow = Math.min(relief.rows - 2, Math.floor(row));
      const along = row - rowBelow;
      const a = rowBelow * columns + left;
      const wa = (1 - across) * (1 - along);
      const wb = across * (1 - along);
      const wc = (1 - across) * along;
      const wd = across * along;
      const c = a + columns;
      spot.height =
        at(heights, a) * wa +
        at(heights, a + 1) * wb +
        at(heights, c) * wc +
        at(heights, c + 1) * wd;
      if (spot.height <= 0) {
        water[pixel] = 1;
        // The water itself lies before the bed that was seen through it.
        const drop = y + 0.5 - camera.horizon;
        if (drop > 0) depth[pixel] = (camera.eye * camera.focal) / drop;
        continue;
      }
      const z = at(depth, pixel);
      spot.z = z;
      spot.x = ((x + 0.5 - width / 2) / camera.focal) * z;
      spot.slopeX =
        at(slopeX, a) * wa + at(slopeX, a + 1) * wb + at(slopeX, c) * wc + at(slopeX, c + 1) * wd;
      spot.slopeZ =
        at(slopeZ, a) * wa + at(slopeZ, a + 1) * wb + at(slopeZ, c) * wc + at(slopeZ, c + 1) * wd;
      spot.footprint = z / camera.focal;
      spot.softness = 0;
      const open =
        at(sunlit, a) * wa + at(sunlit, a + 1) * wb + at(sunlit, c) * wc + at(sunlit, c + 1) * wd;
      spot.patches =
        at(patches, a) * wa +
        at(patches, a + 1) * wb +
        at(patches, c) * wc +
        at(patches, c + 1) * wd;
      material.cover(spot);
      if (light.colorfulness < 1) fadeColor(spot, light.colorfulness);
      const upright = 1 / Math.sqrt(1 + spot.slopeX * spot.slopeX + spot.slopeZ * spot.slopeZ);
      const facing = (sunY - spot.slopeX * sunX - spot.slopeZ * sunZ) * upright;
      const wrap = spot.softness * 0.25;
      const direct = Math.max(0, (facing + wrap) / (1 + wrap)) * open;
      const fromSky = 0.35 + 0.65 * upright;
      const lost = 1 - mix(at(seenThrough, rowBelow), at(seenThrough, rowBelow + 1), along);
      const misty = spot.height < mistTop;
      const swell =
        misty && billows
          ? at(billows, a) * wa +
            at(billows, a + 1) * wb +
            at(billows, c) * wc +
            at(billows, c + 1) * wd
          : 0;
      const share = misty
        ? Math.exp(-Math.max(0, spot.height - swell * air.billow) / air.mistHeight)
        : 0;
      // A sea of clouds is brighter than haze, and its swells more so.
      const paleness = 1 + (air.billow > 0.4 ? 0.12 + swell * 0.5 : swell * 0.22) * share;
      const near = mix(at(mistClear, rowBelow), at(mistClear, rowBelow + 1), along);
      const low = air.mist * share * (1 - near);
      const fade = 1 - (1 - lost) * (1 - clamp(low));
      const column = x * 3;
      const index = pixel * 3;
      color[index] = mix(
        spot.red * (light.sun[0] * direct + light.ambient[0] * fromSky + bounce[0]),
        at(haze, column) * paleness,
        fade,
      );
      color[index + 1] = mix(
        spot.green * (light.sun[1] * direct + light.ambient[1] * fromSky + bounce[1]),
        at(haze, column + 1) * paleness,
        fade,
      );
      color[index + 2] = mix(
        spot.blue * (light.sun[2] * direct + light.ambient[2] * fromSky + bounce[2]),
        at(haze, column + 2) * paleness,
        fade,
      );
    }
  }
  return water;
}

/** A value for each point of the relief that stands out of the water. */
function onRelief(
  camera: Camera,
  relief: Relief,
  valueAt: (x: number, z: number, height: number) => number,
): Float32Array {
  const { columns, rows, depths, heights } = relief;
  const values = new Float32Array(heights.length);
  for (let row = 0; row < rows; row++) {
    const z = at(depths, row);
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const height = at(heights, index);
      if (height > 0) values[index] = valueAt(slant(camera, relief, column) * z, z, height);
    }
  }
  return values;
}

function fadeColor(spot: Spot, kept: number): void {
  const grey = spot.red * 0.2126 + spot.green * 0.7152 + spot.blue * 0.0722;
  spot.red = mix(grey, spot.red, kept);
  spot.green = mix(grey, spot.green, kept);
  spot.blue = mix(grey, spot.blue, kept);
}

/** A little of the horizon's light from everywhere, so that no shadow is dead. */
function groundBounce(light: Light): Rgb {
  const low = rampColor(light.skyAway, 0.9);
  const scale = 0.16 * clamp(luminance(light.ambient) * 4 + 0.15);
  return [low[0] * scale, low[1] * scale, low[2] * scale];
}

/** A soft threshold that widens with the distance, so that far patterns turn grey instead of flickering. */
export function fineness(wavelength: number, footprint: number): number {
  return smooth(1, 4, wavelength / Math.max(footprint, 1e-9));
}
