import { at, clamp, mix } from './arrays.ts';
import type { Canvas } from './canvas.ts';
import type { Rgb } from './color.ts';
import type { Random } from './random.ts';

export type Tuft = {
  x: number;
  y: number;
  tall: number;
  lean: number;
  thick: number;
  root: Rgb;
  tip: Rgb;
};

/** One blade of grass: a curve that thins toward its tip and brightens with the light it catches. */
export function drawBlade(canvas: Canvas, { x, y, tall, lean, thick, root, tip }: Tuft): void {
  const steps = Math.max(3, Math.ceil(tall));
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    const cx = x + lean * t * t;
    const row = Math.round(y - tall * t);
    if (row < 0 || row >= canvas.height) continue;
    const half = (thick * (1 - t * 0.9)) / 2;
    const left = Math.max(0, Math.floor(cx - half - 1));
    const right = Math.min(canvas.width - 1, Math.ceil(cx + half + 1));
    for (let px = left; px <= right; px++) {
      const cover = clamp(half + 0.5 - Math.abs(px + 0.5 - cx)) * Math.min(1, half * 2 + 0.25);
      if (cover <= 0) continue;
      const index = (row * canvas.width + px) * 3;
      for (let c = 0; c < 3; c++) {
        const paint = mix(root[c] ?? 0, tip[c] ?? 0, t);
        canvas.color[index + c] =
          at(canvas.color, index + c) + (paint - at(canvas.color, index + c)) * cover;
      }
    }
  }
}

type Flower = {
  x: number;
  y: number;
  radius: number;
  tilt: number;
  lit: Rgb;
  shade: Rgb;
  heart: Rgb;
};

/** A flower's head seen from the side and above: petals round a heart. */
function drawFlower(canvas: Canvas, { x, y, radius, tilt, lit, shade, heart }: Flower): void {
  const reach = radius + 1;
  const flat = 0.62;
  for (
    let py = Math.max(0, Math.floor(y - reach));
    py <= Math.min(canvas.height - 1, y + reach);
    py++
  ) {
    for (
      let px = Math.max(0, Math.floor(x - reach));
      px <= Math.min(canvas.width - 1, x + reach);
      px++
    ) {
      const dx = px + 0.5 - x;
      const dy = (py + 0.5 - y) / flat;
      const away = Math.sqrt(dx * dx + dy * dy);
      const turn = Math.atan2(dy, dx) + tilt;
      const petal = radius * (radius > 3 ? 0.72 + 0.28 * Math.cos(turn * 5) : 0.9);
      const cover = clamp(petal - away + 0.5);
      if (cover <= 0) continue;
      const inHeart = clamp(radius * 0.24 - away + 0.5) * clamp(radius - 2);
      const light = clamp(0.62 - (dy / radius) * 0.45 + (away / radius) * 0.2);
      const index = (py * canvas.width + px) * 3;
      for (let c = 0; c < 3; c++) {
        const paint = mix(mix(shade[c] ?? 0, lit[c] ?? 0, light), heart[c] ?? 0, inHeart);
        canvas.color[index + c] =
          at(canvas.color, index + c) + (paint - at(canvas.color, index + c)) * cover;
      }
    }
  }
}

export type Sward = {
  /** Where its roots are in each column; tufts stand below that line down to the picture's edge. */
  top: (x: number) => number;
  tallest: number;
  density: number;
  root: Rgb;
  tip: Rgb;
  flowers: { lit: Rgb; shade: Rgb; heart: Rgb; share: number }[];
};

/** Grass (and flowers) along the lower edge, back to front, larger toward the eye. */
export function drawSward(canvas: Canvas, sward: Sward, random: Random): void {
  const { width, height } = canvas;
  const unit = Math.min(width, height * 1.2);
  const rows = 13;
  for (let row = 0; row < rows; row++) {
    const near = row / (rows - 1);
    const scale = mix(0.3, 1, near);
    const count = Math.round(((width / unit) * sward.density * 150) / scale);
    for (let i = 0; i < count; i++) {
      const x = ((i + random()) / count) * width;
      const upper = sward.top(x);
      const tall = sward.tallest * scale * random.between(0.45, 1.05);
      const lean = sward.tallest * scale * random.between(-0.38, 0.42);
      const tone = random.between(0.65, 1.15);
      const y =
        mix(upper, height + sward.tallest * 0.35, near ** 1.1) + random.between(-0.02, 0.02) * unit;
      if (upper > height + sward.tallest) continue;
      const dim = mix(1, 0.5, near) * tone;
      drawBlade(canvas, {
        x,
        y,
        tall,
        lean,
        thick: Math.max(0.9, unit * 0.0034 * scale),
        root: [sward.root[0] * dim, sward.root[1] * dim, sward.root[2] * dim],
        tip: [sward.tip[0] * tone, sward.tip[1] * tone, sward.tip[2] * tone],
      });
      const flower = sward.flowers[Math.floor(random() * sward.flowers.length)];
      if (flower && random.chance(flower.share)) {
        drawFlower(canvas, {
          x: x + lean,
          y: y - tall,
          radius: unit * 0.0085 * scale * random.between(0.7, 1.25),
          tilt: random() * 6,
          lit: flower.lit,
          shade: flower.shade,
          heart: flower.heart,
        });
      }
    }
  }
}
