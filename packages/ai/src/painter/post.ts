import { at, limit, mix } from './arrays.ts';
import type { Canvas } from './canvas.ts';

export type Finish = {
  /** Darkening of the corners, 0..1. */
  vignette: number;
  /** Film grain in steps of 1/255; at least 1, which is what hides the steps of a smooth sky. */
  grain: number;
  /** 0 is grey, 1 as painted. */
  saturation: number;
};

/** Spreads light that is brighter than paper over its surroundings. */
export function addBloom(canvas: Canvas, amount: number): void {
  if (amount <= 0) return;
  const step = Math.max(2, Math.round(canvas.height / 170));
  const width = Math.ceil(canvas.width / step);
  const height = Math.ceil(canvas.height / step);
  const bright = shrinkBright(canvas, step, width, height);
  const narrow = blurred(bright, width, height, Math.max(1, Math.round(height / 90)));
  const wide = blurred(narrow, width, height, Math.max(2, Math.round(height / 22)));
  for (let i = 0; i < wide.length; i++) wide[i] = at(narrow, i) * 0.5 + at(wide, i) * 0.7;
  addEnlarged(canvas, wide, { width, height, step, bottom: canvas.height }, amount);
}

function shrinkBright(canvas: Canvas, step: number, width: number, height: number): Float32Array {
  const bright = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const right = Math.min(canvas.width, (x + 1) * step);
      const bottom = Math.min(canvas.height, (y + 1) * step);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let py = y * step; py < bottom; py++) {
        for (let px = x * step; px < right; px++) {
          const index = (py * canvas.width + px) * 3;
          red += at(canvas.color, index);
          green += at(canvas.color, index + 1);
          blue += at(canvas.color, index + 2);
        }
      }
      const count = Math.max(1, (right - x * step) * (bottom - y * step));
      const level = Math.max(red, green, blue) / count;
      // A soft knee: light below 0.6 stays where it is.
      const kept = level > 0.6 ? Math.min(1, (level - 0.6) / level) / count : 0;
      const index = (y * width + x) * 3;
      bright[index] = Math.min(4, red * kept);
      bright[index + 1] = Math.min(4, green * kept);
      bright[index + 2] = Math.min(4, blue * kept);
    }
  }
  return bright;
}

/** Three box filters in a row are within 3 % of a Gaussian. */
function blurred(
  source: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const from = Float32Array.from(source);
  const to = new Float32Array(source.length);
  for (let pass = 0; pass < 3; pass++) {
    boxFilter(from, to, { lines: height, lineStep: width * 3, length: width, step: 3 }, radius);
    boxFilter(to, from, { lines: width, lineStep: 3, length: height, step: width * 3 }, radius);
  }
  return from;
}

type Lines = { lines: number; lineStep: number; length: number; step: number };

function boxFilter(from: Float32Array, to: Float32Array, lines: Lines, radius: number): void {
  const last = lines.length - 1;
  const scale = 1 / (2 * radius + 1);
  for (let line = 0; line < lines.lines; line++) {
    for (let channel = 0; channel < 3; channel++) {
      const start = line * lines.lineStep + channel;
      let sum = 0;
      for (let i = -radius; i <= radius; i++)
        sum += at(from, start + limit(i, 0, last) * lines.step);
      for (let i = 0; i <= last; i++) {
        to[start + i * lines.step] = sum * scale;
        sum +=
          at(from, start + Math.min(last, i + radius + 1) * lines.step) -
          at(from, start + Math.max(0, i - radius) * lines.step);
      }
    }
  }
}

/** Adds a picture `step` times smaller to the canvas above the row `bottom`, smoothly enlarged. */
export function addEnlarged(
  canvas: Canvas,
  small: Float32Array,
  { width, height, step, bottom }: { width: number; height: number; step: number; bottom: number },
  amount: number,
): void {
  const { color } = canvas;
  const row = new Float32Array((width + 1) * 3);
  for (let y = 0; y < bottom; y++) {
    const sourceY = limit((y + 0.5) / step - 0.5, 0, height - 1);
    const top = Math.floor(sourceY);
    const here = top * width * 3;
    const below = Math.min(height - 1, top + 1) * width * 3;
    let most = 0;
    for (let i = 0; i < width * 3; i++) {
      row[i] = mix(at(small, here + i), at(small, below + i), sourceY - top) * amount;
      most = Math.max(most, at(row, i));
    }
    if (most === 0) continue;
    row.copyWithin(width * 3, width * 3 - 3, width * 3);
    for (let x = 0, index = y * canvas.width * 3; x < canvas.width; x++, index += 3) {
      const sourceX = limit((x + 0.5) / step - 0.5, 0, width - 1);
      const column = Math.floor(sourceX);
      const across = sourceX - column;
      const a = column * 3;
      color[index] = at(color, index) + mix(at(row, a), at(row, a + 3), across);
      color[index + 1] = at(color, index + 1) + mix(at(row, a + 1), at(row, a + 4), across);
      color[index + 2] = at(color, index + 2) + mix(at(row, a + 2), at(row, a + 5), across);
    }
  }
}

/** Tone curve, vignette, grain and the last rounding to bytes, with a dither that hides its steps. */
export function develop(canvas: Canvas, finish: Finish): Uint8Array<ArrayBuffer> {
  const { width, height, color } = canvas;
  const bytes = new Uint8Array(width * height * 3);
  const curve = toneCurve();
  const steps = curve.length - 1;
  const perLight = steps / Math.sqrt(brightest);
  const grain = finish.grain / 65536;
  const { saturation } = finish;
  let state = 0x2545f491;
  for (let y = 0; y < height; y++) {
    const dy = y / height - 0.5;
    for (let x = 0; x < width; x++) {
      const dx = x / width - 0.5;
      const corner = 1 - finish.vignette * (dx * dx + dy * dy) * 1.6;
      const index = (y * width + x) * 3;
      let red = at(color, index) * corner;
      let green = at(color, index + 1) * corner;
      let blue = at(color, index + 2) * corner;
      if (saturation !== 1) {
        const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        red = grey + (red - grey) * saturation;
        green = grey + (green - grey) * saturation;
        blue = grey + (blue - grey) * saturation;
      }
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      // Triangular grain for all channels together, a rounding dither for each: no step can be seen.
      const shared = ((state & 0xffff) + (state >>> 16) - 65535) * grain + 0.5;
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[index] = toned(curve, red, perLight, steps) + shared + (state & 1023) / 1024 - 0.5;
      bytes[index + 1] =
        toned(curve, green, perLight, steps) + shared + ((state >>> 10) & 1023) / 1024 - 0.5;
      bytes[index + 2] =
        toned(curve, blue, perLight, steps) + shared + ((state >>> 20) & 1023) / 1024 - 0.5;
    }
  }
  return bytes;
}

const brightest = 8;

/** The curve at a light; answers keep clear of 0 and 255 so that the dither cannot wrap a byte round. */
function toned(curve: Float32Array, light: number, perLight: number, steps: number): number {
  if (light <= 0) return at(curve, 0);
  const position = Math.sqrt(light) * perLight;
  return position >= steps ? at(curve, steps) : at(curve, Math.floor(position + 0.5));
}

/** Straight up to 0.55, then a shoulder that reaches white slowly; indexed by the square root of light / 8. */
function toneCurve(): Float32Array {
  const curve = new Float32Array(32_769);
  for (let i = 0; i < curve.length; i++) {
    const light = brightest * (i / (curve.length - 1)) ** 2;
    const toned = light < 0.55 ? light : 0.55 + 0.45 * (1 - Math.exp(-(light - 0.55) / 0.5));
    const encoded = toned <= 0.0031308 ? toned * 12.92 : 1.055 * toned ** (1 / 2.4) - 0.055;
    curve[i] = 2 + 251 * encoded;
  }
  return curve;
}

/** Averages the picture in squares, `rows` of them from top to bottom: pixel art. */
export function pixelate(canvas: Canvas, rows: number): void {
  const { width, height, color } = canvas;
  const size = Math.max(2, Math.round(height / rows));
  for (let top = 0; top < height; top += size) {
    for (let left = 0; left < width; left += size) {
      const bottom = Math.min(height, top + size);
      const right = Math.min(width, left + size);
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) sum += at(color, (y * width + x) * 3 + channel);
        }
        const mean = sum / ((bottom - top) * (right - left));
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) color[(y * width + x) * 3 + channel] = mean;
        }
      }
    }
  }
}
