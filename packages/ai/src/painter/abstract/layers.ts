import { at, clamp, mix, smooth } from '../arrays.ts';
import type { Canvas } from '../canvas.ts';
import { mixRgb, type Rgb, rampColor, rgb } from '../color.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../random.ts';
import type { AbstractPalette } from './palette.ts';

/** Hills behind hills as flat shapes, each paler with distance, under one round sun. */
export function paintLayers(
  canvas: Canvas,
  palette: AbstractPalette,
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const unit = Math.min(width, height);
  const sun = {
    x: width * (random.chance(0.5) ? random.between(0.24, 0.4) : random.between(0.6, 0.76)),
    y: height * random.between(0.24, 0.38),
    radius: unit * random.between(0.075, 0.12),
  };
  const top = rgb(palette.tint(0, palette.dark ? 0.24 : 0.74, 0.75));
  const low = rgb(palette.tint(2, palette.dark ? 0.62 : 0.93, 0.8));
  const disc = rgb(palette.tint(2, palette.dark ? 0.9 : 0.97, 0.6));
  const count = Math.round(random.between(6, 8));
  const steep = random.between(0.7, 1.25);
  const woods = random.chance(0.6);
  for (let y = 0; y < height; y++) {
    const sky = mixRgb(top, low, smooth(0, 0.62, y / height));
    for (let x = 0; x < width; x++) {
      const away = Math.hypot(x + 0.5 - sun.x, y + 0.5 - sun.y);
      const cover = clamp(sun.radius - away + 0.5);
      const halo = 0.32 * Math.exp(-Math.max(0, away - sun.radius) / (unit * 0.16));
      const index = (y * width + x) * 3;
      for (let c = 0; c < 3; c++)
        color[index + c] = mix(sky[c] ?? 0, disc[c] ?? 0, Math.max(cover, halo));
    }
  }
  for (let layer = 0; layer < count; layer++) {
    const near = layer / (count - 1);
    const offset = random.between(0, 90);
    const base = height * mix(0.46, 0.93, near ** 0.92);
    const tall = unit * mix(0.2, 0.1, near) * steep;
    const wide = mix(1.5, 0.75, near) / unit;
    const paint = layerColor(palette, low, near);
    const crest = (x: number): number => {
      const peaks = noise.ridged(x * wide * 1.3 + offset, layer * 3.1, 5) - 0.55;
      const swell = noise.fractal(x * wide + offset, layer * 5.3, 4);
      return base - tall * mix(peaks * 1.5, swell * 1.7, smooth(0.2, 0.75, near));
    };
    const tree = woods && near > 0.55 ? unit * mix(0.02, 0.075, (near - 0.55) / 0.45) : 0;
    for (let x = 0; x < width; x++) {
      const ridge = crest(x) - (tree > 0 ? spire(x, tree, offset, noise) : 0);
      for (let y = Math.max(0, Math.floor(ridge)); y < height; y++) {
        const cover = clamp(y + 0.5 - ridge + 0.5);
        // Mist gathers at the foot of each layer.
        const mist = 0.34 * (1 - near) * smooth(0, unit * 0.26, y - ridge);
        const index = (y * width + x) * 3;
        for (let c = 0; c < 3; c++)
          color[index + c] = mix(
            at(color, index + c),
            mix(paint[c] ?? 0, low[c] ?? 0, mist),
            cover,
          );
      }
    }
  }
}

function layerColor(palette: AbstractPalette, low: Rgb, near: number): Rgb {
  const hue = near < 0.5 ? 1 : 0;
  const shade = rgb(
    palette.tint(hue, mix(palette.dark ? 0.46 : 0.7, palette.dark ? 0.1 : 0.24, near)),
  );
  const between = rampColor(palette.ramp, mix(0.5, 0.06, near));
  return mixRgb(mixRgb(shade, between, 0.35), low, 0.5 * (1 - near) ** 1.6);
}

/** How far the firs of a ridge stand out above it in a column. */
function spire(x: number, tall: number, offset: number, noise: Noise): number {
  const gap = tall * 0.42;
  let highest = 0;
  const here = Math.floor(x / gap);
  for (let cell = here - 1; cell <= here + 1; cell++) {
    const shift = noise.gradient(cell * 1.7 + offset, 4.4);
    const grown = tall * (0.62 + 0.5 * noise.gradient(cell * 2.3 + offset, 8.1));
    const stand = noise.gradient(cell * 0.13 + offset, 2.2) > -0.25 ? grown : 0;
    const away = Math.abs(x - (cell + 0.5 + shift * 0.4) * gap);
    // Branches in tiers: a saw along the slope.
    const slope = 1 - away / (gap * 0.55);
    if (slope <= 0) continue;
    highest = Math.max(highest, stand * (slope - 0.06 * ((slope * 7) % 1)));
  }
  return highest;
}
