import { at, clamp, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import { mixRgb, type Rgb, rampIndex } from './color.ts';
import type { Light } from './light.ts';

/** The clear sky over the whole canvas; below the horizon it holds the haze of the horizon. */
export function paintSky(canvas: Canvas, camera: Camera, light: Light): void {
  const { width, height, color } = canvas;
  const { direction, sun } = light;
  const rows = Math.min(height, Math.max(1, Math.ceil(camera.horizon) + 1));
  const halos = haloTable(light);
  for (let y = 0; y < rows; y++) {
    const v = Math.max(0, (camera.horizon - y) / camera.focal);
    // Air thins upward: most of the change is near the horizon.
    const t = 1 - (1 - Math.exp(-v * 2.1)) / (1 - Math.exp(-2.1 * 0.78));
    const index = rampIndex(t);
    // A clear sky changes too slowly for neighbours to differ; the dither hides the rest.
    for (let x = 0; x < width; x += 2) {
      const u = (x + 1 - width / 2) / camera.focal;
      const length = 1 / Math.sqrt(u * u + v * v + 1);
      const toSun = (u * direction[0] + v * direction[1] + direction[2]) * length;
      const side = smooth(-0.35, 1.02, toSun);
      let red = at(light.skyAway, index) * (1 - side) + at(light.skyToward, index) * side;
      let green = at(light.skyAway, index + 1) * (1 - side) + at(light.skyToward, index + 1) * side;
      let blue = at(light.skyAway, index + 2) * (1 - side) + at(light.skyToward, index + 2) * side;
      if (toSun > 0.3) {
        const halo = at(halos, Math.round((1 - toSun) * haloSteps));
        red += sun[0] * halo;
        green += sun[1] * halo;
        blue += sun[2] * halo;
      }
      const pixel = (y * width + x) * 3;
      color[pixel] = red;
      color[pixel + 1] = green;
      color[pixel + 2] = blue;
      if (x + 1 === width) continue;
      color[pixel + 3] = red;
      color[pixel + 4] = green;
      color[pixel + 5] = blue;
    }
  }
  const last = (rows - 1) * width * 3;
  for (let y = rows; y < height; y++) color.copyWithin(y * width * 3, last, last + width * 3);
}

const haloSteps = 8192;

/** The glow around the sun by how far the view is from it (1 minus the cosine). */
function haloTable({ time, glow }: Light): Float32Array {
  const power = glow * (time === 'night' ? 0.5 : 1);
  return Float32Array.from({ length: haloSteps + 1 }, (_, i) => {
    const apart = i / haloSteps;
    return power * (0.2 * Math.exp(-apart * 60) + 0.16 * Math.exp(-apart * 9));
  });
}

/** What distance fades to in each column of the picture: the sky just above the horizon, softened. */
export function hazeColumns(camera: Camera, light: Light): Float32Array {
  const haze = new Float32Array(camera.width * 3);
  const { direction } = light;
  for (let x = 0; x < camera.width; x++) {
    const u = (x + 0.5 - camera.width / 2) / camera.focal;
    const toSun = (u * direction[0] + direction[2]) / Math.sqrt(u * u + 1);
    haze.set(mixRgb(light.hazeAway, light.hazeToward, smooth(-0.35, 1.02, toSun) * 0.85), x * 3);
  }
  return haze;
}

/** The sun's disc, where it stands in the picture. */
export function paintSun(canvas: Canvas, camera: Camera, light: Light): void {
  const place = inPicture(camera, light.direction);
  if (!place) return;
  const radius = camera.focal * 0.021;
  const disc: Rgb = [light.sun[0] * 2.2 + 0.5, light.sun[1] * 2.2 + 0.35, light.sun[2] * 2.2 + 0.2];
  forDisc(canvas, place.x, place.y, radius * 1.15, (index, distance) => {
    const cover = clamp((radius - distance) / Math.max(1, radius * 0.06) + 0.5);
    for (let channel = 0; channel < 3; channel++) {
      const value = at(canvas.color, index + channel);
      canvas.color[index + channel] = value + ((disc[channel] ?? 0) - value) * cover;
    }
  });
}

/** Where a direction falls on the picture; null behind the eye. */
export function inPicture(camera: Camera, direction: Rgb): { x: number; y: number } | null {
  if (direction[2] <= 0.05) return null;
  return {
    x: camera.width / 2 + (camera.focal * direction[0]) / direction[2],
    y: camera.horizon - (camera.focal * direction[1]) / direction[2],
  };
}

/** Visits the pixels within `reach` of a point with their distance from it. */
export function forDisc(
  canvas: Canvas,
  centerX: number,
  centerY: number,
  reach: number,
  visit: (index: number, distance: number, dx: number, dy: number) => void,
): void {
  const top = Math.max(0, Math.floor(centerY - reach));
  const bottom = Math.min(canvas.height - 1, Math.ceil(centerY + reach));
  const left = Math.max(0, Math.floor(centerX - reach));
  const right = Math.min(canvas.width - 1, Math.ceil(centerX + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const dx = x + 0.5 - centerX;
      const dy = y + 0.5 - centerY;
      visit((y * canvas.width + x) * 3, Math.sqrt(dx * dx + dy * dy), dx, dy);
    }
  }
}
