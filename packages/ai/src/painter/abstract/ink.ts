import { at, clamp, mix, smooth } from '../arrays.ts';
import { blend, type Canvas } from '../canvas.ts';
import { type Rgb, rgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import { drawBlade } from '../plants.ts';
import type { Random } from '../random.ts';
import { forDisc } from '../sky.ts';
import type { AbstractPalette } from './palette.ts';

const ink: Rgb = [0.018, 0.02, 0.024];
const ranges = 6;

/** Mountains and water in ink: pale ranges behind dark ones, mist between, a sun, a boat, a seal. */
export function paintInk(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
  tinted: boolean,
): void {
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  layPaper(canvas, noise);
  const sunX = width * (random.chance(0.5) ? random.between(0.2, 0.34) : random.between(0.66, 0.8));
  const sunY = height * random.between(0.16, 0.26);
  drawInkSun(canvas, sunX, sunY, unit * random.between(0.045, 0.065), noise);
  const shore = height * random.between(0.74, 0.82);
  const tint = rgb(palette.tint(0, 0.42));
  const pigment: Rgb = tinted
    ? [mix(ink[0], tint[0], 0.6), mix(ink[1], tint[1], 0.6), mix(ink[2], tint[2], 0.6)]
    : ink;
  for (let range = 0; range < ranges; range++)
    drawRange(canvas, range, shore, pigment, random.fork(String(range)), noise);
  drawInkWater(canvas, shore, random, noise);
  drawBoat(
    canvas,
    width * (sunX < width / 2 ? random.between(0.58, 0.74) : random.between(0.26, 0.42)),
    mix(shore, height, 0.42),
    unit * 0.075,
  );
  drawReeds(canvas, sunX < width / 2, random);
  drawBirds(canvas, sunX, sunY, unit, random);
  drawSeal(canvas, width - unit * 0.085, height - unit * 0.11, unit * 0.036, noise);
}

function layPaper({ width, height, color }: Canvas, noise: Noise): void {
  const unit = Math.min(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fibre =
        noise.gradient((x / unit) * 260, (y / unit) * 34) * 0.008 +
        noise.gradient((x / unit) * 3, (y / unit) * 3) * 0.012;
      const age = 0.86 - 0.1 * ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2);
      const index = (y * width + x) * 3;
      color[index] = age + fibre;
      color[index + 1] = (age + fibre) * 0.945;
      color[index + 2] = (age + fibre) * 0.83;
    }
  }
}

function drawInkSun(canvas: Canvas, x: number, y: number, radius: number, noise: Noise): void {
  forDisc(canvas, x, y, radius * 1.2, (index, distance, dx, dy) => {
    const edge = radius * (1 + noise.gradient((dx / radius) * 1.6, (dy / radius) * 1.6) * 0.03);
    const wash = 0.78 + noise.fractal((dx / radius) * 2.2, (dy / radius) * 2.2, 3) * 0.3;
    blend(
      canvas.color,
      index,
      [0.6, 0.075, 0.035],
      clamp((edge - distance) / (radius * 0.03) + 0.5) * wash,
    );
  });
}

/** One range: darkest along its crest, dissolving downward into mist; strokes follow its folds. */
function drawRange(
  canvas: Canvas,
  range: number,
  shore: number,
  pigment: Rgb,
  random: Random,
  noise: Noise,
): void {
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  const t = range / (ranges - 1);
  const offset = random.between(0, 60);
  const tall = Math.min(unit * 1.5, height * 0.9) * mix(0.5, 0.2, t) * random.between(0.85, 1.15);
  const base = mix(shore - unit * 0.08, shore + unit * 0.03, t);
  const depth = mix(0.2, 1, t ** 1.4);
  const frequency = mix(1.1, 2, t);
  const lean = random.between(-1, 1);
  const crest = new Float32Array(width + 1);
  for (let x = 0; x <= width; x++) {
    const u = (x / unit) * frequency + offset;
    const place = smooth(
      -0.25,
      0.55,
      noise.gradient(u * 0.42, range * 3.3) + lean * (x / width - 0.5) * 1.1,
    );
    crest[x] =
      base -
      tall * place * (0.25 + 1.05 * noise.ridged(u * 0.8, range * 1.7, 7)) -
      tall * 0.05 * noise.fractal(u * 5, 3, 4);
  }
  for (let x = 0; x < width; x++) {
    const top = at(crest, x);
    const slope = Math.abs(at(crest, x + 1) - top);
    for (let y = Math.max(0, Math.floor(top) - 1); y < Math.min(height, base + unit * 0.05); y++) {
      const below = y + 0.5 - top;
      const cover = clamp(below / (1 + slope) + 0.5);
      if (cover <= 0) continue;
      const u = (x / unit) * frequency;
      const down = below / tall;
      const folds = noise.ridged(u * 3.4 + offset, (y / unit) * 2.6 * frequency - u * 1.2, 5);
      const strokes = smooth(0.45, 0.85, folds) * Math.exp(-down * 1.6);
      const edge = Math.exp(-below / (unit * 0.007)) * 0.45;
      const wash = Math.exp(-down * mix(2.4, 1.5, t)) * mix(0.75, 0.62, t);
      const bleed = 0.8 + noise.fractal(u * 2 + 7, (y / unit) * 5, 4) * 0.55;
      const mist = smooth(
        0,
        unit * 0.13,
        base + unit * 0.03 - y + noise.gradient(u * 1.6, offset) * unit * 0.035,
      );
      blend(
        canvas.color,
        (y * width + x) * 3,
        pigment,
        clamp(depth * (wash * bleed + strokes * 0.5 + edge) * mist) * cover,
      );
    }
  }
}

function drawInkWater(canvas: Canvas, shore: number, random: Random, noise: Noise): void {
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  const offset = random.between(0, 20);
  for (let y = Math.floor(shore); y < height; y++) {
    const near = (y - shore) / (height - shore);
    for (let x = 0; x < width; x++) {
      const u = x / unit;
      const ripple = noise.gradient(u * mix(6, 2.2, near) + offset, (y / unit) * mix(90, 34, near));
      const patch = smooth(0.1, 0.5, noise.gradient(u * 1.3 + offset, near * 3));
      blend(
        canvas.color,
        (y * width + x) * 3,
        ink,
        smooth(0.35, 0.7, ripple) * patch * 0.22 + near * near * 0.05,
      );
    }
  }
}

function drawBoat(canvas: Canvas, x: number, y: number, length: number): void {
  const { width } = canvas;
  for (let px = Math.max(0, Math.floor(x - length)); px < Math.min(width, x + length); px++) {
    const s = (px - x) / length;
    const upper = y + length * 0.2 * s * s * (1 - 0.25 * s);
    const lower = y + length * 0.17 * (1 - s * s) ** 0.6 + length * 0.02;
    paintSpan(canvas, px, upper, lower, 0.86);
    const cabin = 1 - ((s + 0.1) / 0.34) ** 2;
    if (cabin > 0)
      paintSpan(canvas, px, y - length * 0.2 * Math.sqrt(cabin), y + length * 0.03, 0.62);
    // A faint image in the water.
    paintSpan(
      canvas,
      px,
      lower + length * 0.05,
      lower + length * 0.05 + length * 0.12 * (1 - s * s),
      0.13,
    );
  }
  // The boatman and his pole.
  const head = { x: x + length * 0.55, y: y - length * 0.28 };
  forDisc(canvas, head.x, head.y, length * 0.055, (index, distance) =>
    blend(canvas.color, index, ink, clamp(length * 0.05 - distance + 0.5) * 0.85),
  );
  for (let step = 0; step < length * 0.34; step++) {
    const row = head.y + length * 0.04 + step;
    const half = length * (0.035 + 0.05 * (step / (length * 0.34)));
    for (let px = Math.floor(head.x - half - 1); px <= head.x + half + 1; px++) {
      if (px < 0 || px >= width) continue;
      blend(
        canvas.color,
        (Math.round(row) * width + px) * 3,
        ink,
        clamp(half - Math.abs(px + 0.5 - head.x) + 0.5) * 0.75,
      );
    }
  }
  drawBlade(canvas, {
    x: head.x + length * 0.3,
    y: y + length * 0.4,
    tall: length * 0.95,
    lean: -length * 0.32,
    thick: Math.max(1, length * 0.018),
    root: ink,
    tip: ink,
  });
}

function paintSpan(canvas: Canvas, x: number, top: number, bottom: number, strength: number): void {
  for (
    let y = Math.max(0, Math.floor(top));
    y <= Math.min(canvas.height - 1, Math.ceil(bottom));
    y++
  ) {
    const cover = clamp(Math.min(y + 1 - top, bottom - y));
    if (cover > 0) blend(canvas.color, (y * canvas.width + x) * 3, ink, cover * strength);
  }
}

function drawReeds(canvas: Canvas, onRight: boolean, random: Random): void {
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  for (let i = 0; i < 90; i++) {
    const inset = random() ** 1.8 * unit * 0.3;
    const x = onRight ? width - unit * 0.16 - inset : inset;
    const tall = unit * random.between(0.08, 0.24) * (1 - (inset / (unit * 0.3)) * 0.5);
    drawBlade(canvas, {
      x,
      y: height + unit * 0.02,
      tall,
      lean: unit * random.between(-0.04, 0.1) * (onRight ? -1 : 1),
      thick: unit * random.between(0.0025, 0.006),
      root: ink,
      tip: [0.12, 0.12, 0.12],
    });
  }
}

function drawBirds(canvas: Canvas, x: number, y: number, unit: number, random: Random): void {
  const way = x < canvas.width / 2 ? 1 : -1;
  for (let i = 0; i < 5; i++) {
    const bx = x + way * unit * (0.14 + i * 0.035 + random.between(0, 0.012));
    const by = y + unit * (0.02 + Math.abs(i - 2) * 0.018 + random.between(0, 0.01));
    const span = unit * random.between(0.009, 0.013);
    for (let px = Math.floor(bx - span); px <= bx + span; px++) {
      const s = Math.abs(px + 0.5 - bx) / span;
      if (px < 0 || px >= canvas.width || s > 1) continue;
      const lift = by - Math.sin(s * 2.4) * span * 0.42;
      paintSpan(canvas, px, lift, lift + Math.max(1, unit * 0.0022 * (1.2 - s)), 0.8);
    }
  }
}

function drawSeal(canvas: Canvas, cx: number, cy: number, size: number, noise: Noise): void {
  for (let y = Math.floor(cy - size); y <= cy + size; y++) {
    for (let x = Math.floor(cx - size); x <= cx + size; x++) {
      if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) continue;
      const u = (x + 0.5 - cx) / size;
      const v = (y + 0.5 - cy) / size;
      const square = clamp((0.92 - Math.max(Math.abs(u), Math.abs(v))) * size + 0.5);
      // Carved lines stay the colour of the paper: a mountain over water.
      const peak = Math.abs(v + 0.42 - Math.abs(u) * 1.15) < 0.09 && v < 0.3 && Math.abs(u) < 0.6;
      const waves =
        Math.abs(((v - 0.42 + Math.sin(u * 7) * 0.05) * 5) % 1) < 0.35 &&
        v > 0.34 &&
        v < 0.74 &&
        Math.abs(u) < 0.66;
      const worn = smooth(-0.62, -0.3, noise.fractal(u * 5, v * 5, 3));
      blend(
        canvas.color,
        (y * canvas.width + x) * 3,
        [0.5, 0.04, 0.025],
        square * (peak || waves ? 0.06 : 0.85) * worn,
      );
    }
  }
}
