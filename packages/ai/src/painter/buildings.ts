import { at, clamp, limit, mix, smooth } from './arrays.ts';
import { type Camera, type Canvas, projectX, projectY } from './canvas.ts';
import type { Rgb } from './color.ts';
import { hashCell } from './random.ts';
import type { Stage } from './stage.ts';

/** A box with a facade. Kilometres; `z` is its front, `depth` how far it reaches back. */
export type Block = {
  x: number;
  z: number;
  width: number;
  depth: number;
  bottom: number;
  top: number;
  seed: number;
  wall: Rgb;
  glass: Rgb;
  /** Share of lit windows, and their colours. */
  lit: number;
  lamps: readonly Rgb[];
  lampPower: number;
  /** Kilometres from one window to the next. */
  bay: number;
  floor: number;
};

export type CityAir = { haze: Float32Array; thickness: number; streetGlow: Rgb };

/** Draws one block: roof, the side that faces the eye, front. Draw the farthest block first. */
export function drawBlock(stage: Stage, block: Block, air: CityAir): void {
  const { camera } = stage;
  const left = block.x - block.width / 2;
  const right = block.x + block.width / 2;
  if (block.top < camera.eye) drawRoof(stage, block, air);
  if (left > 0) drawSide(stage, block, left, air);
  else if (right < 0) drawSide(stage, block, right, air);
  drawFront(stage, block, left, right, air);
}

function drawFront(stage: Stage, block: Block, left: number, right: number, air: CityAir): void {
  const { canvas, camera, light } = stage;
  const x0 = projectX(camera, left, block.z);
  const x1 = projectX(camera, right, block.z);
  const y0 = projectY(camera, block.top, block.z);
  const y1 = projectY(camera, block.bottom, block.z);
  const perPixel = block.z / camera.focal;
  const facing = 0.25 + 0.75 * Math.max(0, -light.landDirection[2] * 0.4 + 0.4);
  const face: Face = { block, shade: facing, along: perPixel, z: block.z, edge: block.width };
  for (let x = Math.max(0, Math.floor(x0)); x <= Math.min(canvas.width - 1, Math.ceil(x1)); x++) {
    const cover = clamp(Math.min(x + 1 - x0, x1 - x));
    if (cover <= 0) continue;
    drawColumn(canvas, camera, x, y0, y1, cover, (x + 0.5 - x0) * perPixel, face, air);
  }
}

function drawSide(stage: Stage, block: Block, plane: number, air: CityAir): void {
  const { canvas, camera, light } = stage;
  const near = projectX(camera, plane, block.z);
  const far = projectX(camera, plane, block.z + block.depth);
  const sun = light.landDirection[0] * -Math.sign(plane);
  const shade = 0.2 + 0.95 * Math.max(0, sun);
  for (
    let x = Math.max(0, Math.floor(Math.min(near, far)));
    x <= Math.min(canvas.width - 1, Math.ceil(Math.max(near, far)));
    x++
  ) {
    const cover = clamp(Math.min(x + 1 - Math.min(near, far), Math.max(near, far) - x));
    if (cover <= 0) continue;
    const fromMiddle = x + 0.5 - camera.width / 2;
    if (fromMiddle * plane <= 0) continue;
    const z = limit((camera.focal * plane) / fromMiddle, block.z, block.z + block.depth);
    const along = (z * z) / (camera.focal * Math.abs(plane));
    drawColumn(
      canvas,
      camera,
      x,
      projectY(camera, block.top, z),
      projectY(camera, block.bottom, z),
      cover,
      z - block.z,
      { block, shade, along, z, edge: block.depth },
      air,
    );
  }
}

type Face = { block: Block; shade: number; along: number; z: number; edge: number };

function drawColumn(
  canvas: Canvas,
  camera: Camera,
  x: number,
  y0: number,
  y1: number,
  cover: number,
  s: number,
  face: Face,
  air: CityAir,
): void {
  const { block, shade, z } = face;
  const perPixel = z / camera.focal;
  const lost = 1 - Math.exp(-z * air.thickness);
  // What is too far away for its windows shows them in groups, as the eye does.
  const least = (Math.min(block.bay, block.floor) * camera.focal) / block.z;
  const group = 2 ** Math.max(0, Math.ceil(Math.log2(2.3 / least)));
  const bay = block.bay * group;
  const floor = block.floor * group;
  const column = s / bay;
  const bayPixels = bay / face.along;
  const floorPixels = floor / perPixel;
  // Windows smaller than a few pixels would flicker; their average light stays.
  const shown = smooth(1.6, 3.6, Math.min(bayPixels, floorPixels));
  const inBay = pulse(column - Math.floor(column), 0.22, bayPixels);
  const margin = smooth(0, block.bay * 0.6, Math.min(s, face.edge - s));
  const { color, depth } = canvas;
  for (
    let y = Math.max(0, Math.floor(y0));
    y <= Math.min(canvas.height - 1, Math.ceil(y1) - 1);
    y++
  ) {
    const vertical = clamp(Math.min(y + 1 - y0, y1 - y));
    const opacity = cover * vertical;
    if (opacity <= 0) continue;
    const height = block.bottom + (y1 - y - 0.5) * perPixel;
    const storey = height / floor;
    const row = Math.floor(storey);
    const pane = inBay * pulse(storey - row, 0.26, floorPixels) * margin;
    const glassy = mix(0.5, pane, shown);
    const cell = Math.floor(column);
    const draw = hashCell(cell, row, block.seed);
    const busy = hashCell(7, row, block.seed) < 0.16 ? 1.8 : 1;
    const on = draw < block.lit * busy ? 1 : 0;
    const lamp = block.lamps[
      Math.floor(hashCell(cell, row, block.seed ^ 0x51) * 2.2) % block.lamps.length
    ] ?? [1, 1, 1];
    const lampLight =
      mix(
        block.lit * 0.32,
        on * pane * (0.35 + 1.1 * hashCell(cell, row, block.seed ^ 0x3f) ** 2),
        shown,
      ) * block.lampPower;
    // Glass mirrors a paler sky the higher it is.
    const sheen = 0.75 + 0.5 * clamp(height / 0.3);
    const low = Math.exp(-height / 0.022);
    const index = (y * canvas.width + x) * 3;
    for (let c = 0; c < 3; c++) {
      const wall = (block.wall[c] as number) * shade; // c counts an Rgb's three channels
      const surface =
        mix(wall, (block.glass[c] as number) * sheen, glassy * 0.8) +
        (air.streetGlow[c] as number) * low;
      const seen = mix(surface + (lamp[c] as number) * lampLight, at(air.haze, x * 3 + c), lost);
      color[index + c] = mix(at(color, index + c), seen, opacity);
    }
    if (opacity > 0.5) depth[y * canvas.width + x] = z;
  }
}

function drawRoof(stage: Stage, block: Block, air: CityAir): void {
  const { canvas, camera } = stage;
  const y0 = projectY(camera, block.top, block.z + block.depth);
  const y1 = projectY(camera, block.top, block.z);
  for (let y = Math.max(0, Math.floor(y0)); y <= Math.min(canvas.height - 1, Math.ceil(y1)); y++) {
    const drop = Math.max(0.5, y + 0.5 - camera.horizon);
    const z = limit(
      (camera.focal * (camera.eye - block.top)) / drop,
      block.z,
      block.z + block.depth,
    );
    const x0 = projectX(camera, block.x - block.width / 2, z);
    const x1 = projectX(camera, block.x + block.width / 2, z);
    const vertical = clamp(Math.min(y + 1 - y0, y1 - y));
    const lost = 1 - Math.exp(-z * air.thickness);
    for (let x = Math.max(0, Math.floor(x0)); x <= Math.min(canvas.width - 1, Math.ceil(x1)); x++) {
      const opacity = clamp(Math.min(x + 1 - x0, x1 - x)) * vertical;
      if (opacity <= 0) continue;
      const index = (y * canvas.width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const paint = mix((block.wall[c] as number) * 0.8, at(air.haze, x * 3 + c), lost); // c counts an Rgb's three channels
        canvas.color[index + c] = mix(at(canvas.color, index + c), paint, opacity);
      }
      if (opacity > 0.5) canvas.depth[y * canvas.width + x] = z;
    }
  }
}

/** 1 inside the pane, 0 on the frame, with an edge one pixel wide. */
function pulse(part: number, frame: number, pixels: number): number {
  const distance = Math.min(part - frame, 1 - frame - part);
  return clamp(distance * pixels + 0.5);
}
