import { at } from './arrays.ts';
import type { Rgb } from './color.ts';

/** A picture in the making: linear light, three floats a pixel, and how far away each pixel is. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  readonly color: Float32Array;
  /** Kilometres from the eye; `sky` where nothing stands. */
  readonly depth: Float32Array;
};

/** The depth of the sky: farther than anything on the ground. */
export const sky = 1e9;

export function createCanvas(width: number, height: number): Canvas {
  return {
    width,
    height,
    color: new Float32Array(width * height * 3),
    depth: new Float32Array(width * height).fill(sky),
  };
}

/** Lays a colour over one pixel (index of its red). */
export function blend(color: Float32Array, index: number, paint: Rgb, cover: number): void {
  const red = at(color, index);
  const green = at(color, index + 1);
  const blue = at(color, index + 2);
  color[index] = red + (paint[0] - red) * cover;
  color[index + 1] = green + (paint[1] - green) * cover;
  color[index + 2] = blue + (paint[2] - blue) * cover;
}

/** Adds light to one pixel (index of its red). */
export function glow(color: Float32Array, index: number, light: Rgb, amount: number): void {
  color[index] = at(color, index) + light[0] * amount;
  color[index + 1] = at(color, index + 1) + light[1] * amount;
  color[index + 2] = at(color, index + 2) + light[2] * amount;
}

/**
 * How the world falls on the picture. The eye looks along +z and never tilts (the picture is
 * shifted instead, as with a view camera), so horizons are level and walls upright.
 */
export type Camera = {
  readonly width: number;
  readonly height: number;
  /** The picture's row at eye height. */
  readonly horizon: number;
  /** Focal length in pixels. */
  readonly focal: number;
  /** Kilometres above the water. */
  readonly eye: number;
};

export function projectX(camera: Camera, x: number, z: number): number {
  return camera.width / 2 + (camera.focal * x) / z;
}

export function projectY(camera: Camera, y: number, z: number): number {
  return camera.horizon - (camera.focal * (y - camera.eye)) / z;
}
