import { at, clamp, mix, smooth } from './arrays.ts';
import { type Camera, type Canvas, glow } from './canvas.ts';
import { mixRgb, type Rgb, rgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';
import { forDisc, inPicture } from './sky.ts';

export type StarPlan = {
  /** How many, 0..1. */
  density: number;
  /** Brightness of the Milky Way, 0..1. */
  milkyWay: number;
  /** Rows below this one stay empty. */
  bottom: number;
};

/** Stars by their true spread of brightness (four times as many for each step fainter), and the Milky Way. */
export function paintStars(canvas: Canvas, plan: StarPlan, random: Random, noise: Noise): void {
  const { width, height } = canvas;
  const unit = Math.max(1, Math.min(width, height) / 1024);
  const area = (width * plan.bottom) / (unit * unit);
  const count = Math.round((area / 700) * plan.density);
  const band =
    plan.milkyWay > 0 ? paintMilkyWay(canvas, plan, random.fork('milky way'), noise) : null;
  const scatter = random.fork('stars');
  for (let i = 0; i < count; i++) {
    const x = scatter() * width;
    const y = scatter() * plan.bottom;
    const draw = scatter();
    const warmth = scatter();
    const low = smooth(0, 0.25, 1 - y / plan.bottom);
    const power = Math.min(2.6, 0.035 / (draw + 0.0035) ** 0.82) * mix(0.25, 1, low);
    drawStar(canvas, x, y, power, starColor(warmth), unit);
  }
  if (!band) return;
  const dust = Math.round((area / 60) * plan.milkyWay);
  for (let i = 0; i < dust; i++) {
    const x = scatter() * width;
    const y = scatter() * plan.bottom;
    const power = 0.04 + 0.34 * scatter() ** 5;
    const warmth = scatter();
    if (scatter() > band(x, y)) continue;
    drawStar(canvas, x, y, power, starColor(warmth), unit * 0.8);
  }
}

function starColor(warmth: number): Rgb {
  return warmth < 0.7
    ? [0.82, 0.9, 1]
    : mixRgb([1, 0.95, 0.85], [1, 0.75, 0.5], (warmth - 0.7) * 2.4);
}

function drawStar(
  canvas: Canvas,
  x: number,
  y: number,
  power: number,
  color: Rgb,
  unit: number,
): void {
  const spread = (power > 1 ? 0.95 : 0.62) * unit;
  const reach = Math.ceil(spread * 3);
  forDisc(canvas, x, y, reach, (index, distance) => {
    glow(canvas.color, index, color, power * Math.exp(-(distance * distance) / (spread * spread)));
  });
  if (power > 1.2) {
    forDisc(canvas, x, y, unit * 9, (index, distance) => {
      glow(canvas.color, index, color, power * 0.012 * Math.exp(-distance / (unit * 2.6)));
    });
  }
}

/** A bright band with a core, torn by dark lanes. Returns how bright it is at a pixel. */
function paintMilkyWay(
  canvas: Canvas,
  plan: StarPlan,
  random: Random,
  noise: Noise,
): (x: number, y: number) => number {
  const { width, height, color } = canvas;
  const unit = Math.min(Math.max(width, height * 0.8), height * 1.5);
  const wide = width > height;
  const angle =
    (wide ? random.between(0.5, 0.85) : random.between(1.05, 1.3)) * (random.chance(0.5) ? 1 : -1);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const centerX = width * random.between(0.4, 0.6);
  const centerY = plan.bottom * random.between(0.48, 0.62);
  const offset = random.between(0, 70);
  const along = (x: number, y: number) => ((x - centerX) * cos + (y - centerY) * sin) / unit;
  const across = (x: number, y: number) => (-(x - centerX) * sin + (y - centerY) * cos) / unit;
  const haze = rgb({ l: 0.62, c: 0.055, h: random.between(250, 300) });
  const core = rgb({ l: 0.8, c: 0.05, h: random.between(45, 80) });
  const rose = rgb({ l: 0.62, c: 0.14, h: random.between(340, 375) });
  const step = Math.max(1, Math.round(height / 640));
  for (let y0 = 0; y0 < plan.bottom; y0 += step) {
    for (let x0 = 0; x0 < width; x0 += step) {
      const u = along(x0, y0);
      const v = across(x0, y0);
      const bend = noise.gradient(u * 1.4 + offset, 2.2) * 0.05;
      const off = (v + bend) / 0.135;
      // Less a little, so that the band ends nowhere with an edge.
      const band = Math.exp(-off * off) - 0.015;
      if (band <= 0) continue;
      const cloud = noise.fractal(u * 3.1 + offset, v * 4.6, 5);
      const lanes = noise.fractal(u * 3.6 + 17, v * 8.5 + offset + cloud * 0.8, 5);
      const dust = smooth(-0.02, 0.34, lanes + 0.24 - Math.abs(off) * 0.3);
      const bulge = Math.exp(-(u * u) / 0.07 - off * off * 1.6);
      const clear = smooth(0, 0.3, 1 - y0 / plan.bottom);
      const power =
        plan.milkyWay * band * clamp(0.55 + cloud * 0.95) * (1 - 0.86 * dust) * mix(0.25, 1, clear);
      const knots =
        smooth(0.28, 0.6, noise.fractal(u * 6 + 31, v * 7 + offset, 3)) *
        band *
        0.14 *
        plan.milkyWay;
      for (let y = y0; y < Math.min(plan.bottom, y0 + step); y++) {
        for (let x = x0; x < Math.min(width, x0 + step); x++) {
          const index = (y * width + x) * 3;
          glow(color, index, haze, power * 0.8);
          glow(color, index, core, power * bulge * 0.7);
          glow(color, index, rose, knots);
        }
      }
    }
  }
  return (x, y) => {
    const off = across(x, y) / 0.16;
    return Math.exp(-off * off);
  };
}

/** The moon with its seas, where the light says it stands. */
export function paintMoon(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  random: Random,
  noise: Noise,
): void {
  const place = inPicture(camera, light.direction);
  if (!place) return;
  const radius = Math.min(canvas.width, canvas.height) * random.between(0.034, 0.046);
  const offset = random.between(0, 40);
  forDisc(canvas, place.x, place.y, radius * 9, (index, distance) => {
    const away = distance / radius;
    glow(
      canvas.color,
      index,
      [0.75, 0.86, 1],
      0.11 * Math.exp(-Math.max(0, away - 1) * 0.9) +
        0.05 * Math.exp(-away * 0.4) * smooth(9, 6, away),
    );
  });
  forDisc(canvas, place.x, place.y, radius + 1.5, (index, distance, dx, dy) => {
    const cover = clamp(radius - distance + 0.5);
    const away = Math.min(1, distance / radius);
    const bulge = Math.sqrt(1 - away * away);
    const seas = noise.fractal((dx / radius) * 1.5 + offset, (dy / radius) * 1.5, 5);
    const rays = noise.ridged((dx / radius) * 3 + offset, (dy / radius) * 3, 4);
    const level =
      (1.12 - 0.5 * smooth(-0.05, 0.3, seas) + (rays - 0.4) * 0.16) * (0.72 + 0.28 * bulge);
    for (let c = 0; c < 3; c++) {
      const tint = c === 0 ? 1 : c === 1 ? 0.98 : 0.92;
      const value = at(canvas.color, index + c);
      canvas.color[index + c] = value + (level * tint - value) * cover;
    }
  });
}
