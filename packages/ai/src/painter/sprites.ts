import { at, clamp, limit } from './arrays.ts';
import type { Canvas } from './canvas.ts';
import type { Rgb } from './color.ts';

/**
 * A plant painted once and placed many times. Three channels a pixel: how much it covers, and
 * (times that) how bright it is lit and how much of its second colour (bark, snow, blossom) it shows.
 * Lit from the left.
 */
export type Sprite = {
  width: number;
  height: number;
  data: Float32Array;
  /** The same at half the size, and so on: small copies come from there. */
  smaller: Sprite | null;
};

export function createSprite(width: number, height: number): Sprite {
  return { width, height, data: new Float32Array(width * height * 3), smaller: null };
}

/** Lays a stroke with round ends over a sprite. */
export function stroke(
  sprite: Sprite,
  start: readonly [number, number],
  end: readonly [number, number],
  thickness: readonly [start: number, end: number],
  light: number,
  accent: number,
): void {
  const [x0, y0] = start;
  const [x1, y1] = end;
  const reach = Math.max(thickness[0], thickness[1]) / 2 + 1;
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(sprite.height - 1, Math.ceil(Math.max(y0, y1) + reach));
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(sprite.width - 1, Math.ceil(Math.max(x0, x1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const square = dx * dx + dy * dy + 1e-6;
  for (let y = top; y <= bottom; y++) {
    const py = y + 0.5 - y0;
    // A slanting stroke touches few pixels of each row of its box.
    const slope = Math.abs(dy) > 1 ? dx / dy : 0;
    const low = limit(py - reach, Math.min(0, dy), Math.max(0, dy)) * slope;
    const high = limit(py + reach, Math.min(0, dy), Math.max(0, dy)) * slope;
    const steep = Math.abs(dy) > 1;
    const from = steep ? Math.max(left, Math.floor(x0 + Math.min(low, high) - reach)) : left;
    const to = steep ? Math.min(right, Math.ceil(x0 + Math.max(low, high) + reach)) : right;
    for (let x = from; x <= to; x++) {
      const px = x + 0.5 - x0;
      const t = clamp((px * dx + py * dy) / square);
      const offX = px - dx * t;
      const offY = py - dy * t;
      const away = offX * offX + offY * offY;
      if (away > reach * reach) continue;
      const radius = (thickness[0] + (thickness[1] - thickness[0]) * t) / 2;
      lay(sprite, (y * sprite.width + x) * 3, clamp(radius - Math.sqrt(away) + 0.5), light, accent);
    }
  }
}

/** Lays a leaf, a clump or a petal over a sprite. */
export function dab(
  sprite: Sprite,
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  light: number,
  accent: number,
): void {
  const top = Math.max(0, Math.floor(cy - ry - 1));
  const bottom = Math.min(sprite.height - 1, Math.ceil(cy + ry + 1));
  const left = Math.max(0, Math.floor(cx - rx - 1));
  const right = Math.min(sprite.width - 1, Math.ceil(cx + rx + 1));
  const edge = Math.max(0.6, Math.min(rx, ry));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const away = Math.sqrt(((x + 0.5 - cx) / rx) ** 2 + ((y + 0.5 - cy) / ry) ** 2);
      lay(sprite, (y * sprite.width + x) * 3, clamp((1 - away) * edge + 0.5), light, accent);
    }
  }
}

function lay({ data }: Sprite, index: number, cover: number, light: number, accent: number): void {
  if (cover <= 0) return;
  data[index] = at(data, index) + (1 - at(data, index)) * cover;
  data[index + 1] = at(data, index + 1) + (light - at(data, index + 1)) * cover;
  data[index + 2] = at(data, index + 2) + (accent - at(data, index + 2)) * cover;
}

/** Makes the smaller copies; call once when the sprite is done. */
export function finishSprite(sprite: Sprite): Sprite {
  if (sprite.width < 6 || sprite.height < 6) return sprite;
  const width = Math.ceil(sprite.width / 2);
  const height = Math.ceil(sprite.height / 2);
  const smaller = createSprite(width, height);
  for (let y = 0; y < height; y++) {
    const lower = Math.min(sprite.height - 1, y * 2 + 1);
    for (let x = 0; x < width; x++) {
      const right = Math.min(sprite.width - 1, x * 2 + 1);
      for (let c = 0; c < 3; c++) {
        const sum =
          at(sprite.data, (y * 2 * sprite.width + x * 2) * 3 + c) +
          at(sprite.data, (y * 2 * sprite.width + right) * 3 + c) +
          at(sprite.data, (lower * sprite.width + x * 2) * 3 + c) +
          at(sprite.data, (lower * sprite.width + right) * 3 + c);
        smaller.data[(y * width + x) * 3 + c] = sum / 4;
      }
    }
  }
  sprite.smaller = finishSprite(smaller);
  return sprite;
}

export type SpriteColors = { shade: Rgb; lit: Rgb; accentShade: Rgb; accentLit: Rgb };

export type Placement = {
  /** Foot of the plant in pixels, and its height. */
  x: number;
  y: number;
  height: number;
  /** Kilometres away; what is nearer already hides it. */
  z: number;
  mirrored: boolean;
  colors: SpriteColors;
  haze: Rgb;
  /** 0 clear, 1 lost in the haze. */
  fade: number;
};

export function drawSprite(canvas: Canvas, original: Sprite, place: Placement): void {
  let sprite = original;
  while (sprite.smaller && sprite.height > place.height * 1.7) sprite = sprite.smaller;
  const scale = sprite.height / place.height;
  const width = sprite.width / scale;
  const left = place.x - width / 2;
  const top = place.y - place.height;
  const fromY = Math.max(0, Math.floor(top));
  const toY = Math.min(canvas.height - 1, Math.ceil(place.y));
  const fromX = Math.max(0, Math.floor(left));
  const toX = Math.min(canvas.width - 1, Math.ceil(left + width));
  const { shade, lit, accentShade, accentLit } = place.colors;
  const kept = 1 - place.fade;
  const { data } = sprite;
  const { color, depth } = canvas;
  for (let y = fromY; y <= toY; y++) {
    const sourceY = limit((y + 0.5 - top) * scale - 0.5, 0, sprite.height - 1.001);
    const row = Math.floor(sourceY);
    const ty = sourceY - row;
    for (let x = fromX; x <= toX; x++) {
      const pixel = y * canvas.width + x;
      if (at(depth, pixel) < place.z * 0.985) continue;
      const along = (x + 0.5 - left) * scale - 0.5;
      const sourceX = place.mirrored ? sprite.width - 1 - along : along;
      if (sourceX < 0 || sourceX > sprite.width - 1.001) continue;
      const column = Math.floor(sourceX);
      const tx = sourceX - column;
      const a = (row * sprite.width + column) * 3;
      const c = a + sprite.width * 3;
      const wa = (1 - tx) * (1 - ty);
      const wb = tx * (1 - ty);
      const wc = (1 - tx) * ty;
      const wd = tx * ty;
      const cover =
        at(data, a) * wa + at(data, a + 3) * wb + at(data, c) * wc + at(data, c + 3) * wd;
      if (cover < 0.01) continue;
      const light =
        (at(data, a + 1) * wa +
          at(data, a + 4) * wb +
          at(data, c + 1) * wc +
          at(data, c + 4) * wd) /
        cover;
      const accent =
        (at(data, a + 2) * wa +
          at(data, a + 5) * wb +
          at(data, c + 2) * wc +
          at(data, c + 5) * wd) /
        cover;
      const index = pixel * 3;
      for (let channel = 0; channel < 3; channel++) {
        const main =
          (shade[channel] as number) +
          ((lit[channel] as number) - (shade[channel] as number)) * light; // 0..2 of an Rgb
        const second =
          (accentShade[channel] as number) +
          ((accentLit[channel] as number) - (accentShade[channel] as number)) * light;
        const paint =
          (main + (second - main) * accent) * kept + (place.haze[channel] as number) * place.fade;
        color[index + channel] =
          at(color, index + channel) + (paint - at(color, index + channel)) * cover;
      }
      if (cover > 0.5) depth[pixel] = place.z;
    }
  }
}
