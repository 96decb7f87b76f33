import { at, clamp, mix } from './arrays.ts';
import { type Camera, type Canvas, glow } from './canvas.ts';
import { mixRgb, type Rgb, rgb } from './color.ts';
import { forDisc } from './sky.ts';
import type { Stage } from './stage.ts';

/** Paper lanterns adrift: on the water with their light under them, or in the air where there is none. */
export function paintLanterns({ canvas, camera, brief }: Stage, onWater: boolean): void {
  const { width, height } = canvas;
  const random = brief.random.fork('lanterns');
  const unit = Math.min(width, height);
  const warm: Rgb = rgb({ l: 0.82, c: 0.15, h: 62 });
  const core: Rgb = rgb({ l: 0.94, c: 0.09, h: 80 });
  const room = onWater ? height - camera.horizon : camera.horizon;
  const drift = random.between(0.3, 0.7);
  const count = Math.round(34 * Math.max(0.7, Math.sqrt(width / height)));
  for (let tries = 0, i = 0; i < count && tries < count * 4; tries++) {
    const near = random() ** 1.8;
    const y = onWater
      ? camera.horizon + room * mix(0.03, 0.86, near)
      : camera.horizon - room * mix(0.06, 0.9, random());
    const spread = onWater ? mix(0.1, 0.55, near) : 0.5;
    const x = width * (drift * (1 - near) + 0.5 * near + random.between(-spread, spread));
    if (onWater && !isWater(canvas, camera, Math.round(x), Math.round(y))) continue;
    i++;
    const size = unit * mix(0.0035, 0.017, near) * random.between(0.8, 1.2);
    const power = mix(0.5, 1, near);
    if (onWater) {
      // The streak of light that the ripples draw toward the eye.
      for (let down = 1; down < size * 7; down++) {
        const row = Math.round(y + down);
        if (row >= height) break;
        const fade = Math.exp(-down / (size * 2.6)) * 0.55 * power;
        const half = size * (0.5 + 0.35 * brief.noise.gradient(down / size + i * 7.1, 3.3));
        const middle = x + size * 0.35 * brief.noise.gradient(down / (size * 0.8), i * 3.7);
        for (
          let px = Math.max(0, Math.ceil(middle - half));
          px < Math.min(width, middle + half);
          px++
        )
          glow(canvas.color, (row * width + px) * 3, warm, fade);
      }
    }
    forDisc(canvas, x, y - size, size * 9, (index, away) => {
      const halo = 0.3 * power * Math.exp(-away / (size * 2.1));
      if (halo > 0.003) glow(canvas.color, index, warm, halo);
    });
    forDisc(canvas, x, y - size, size * 2, (index, _away, dx, dy) => {
      // A paper box a little wider at its top, brightest where the flame is.
      const side = size * (0.62 - (dy / size) * 0.1);
      const cover = clamp(side - Math.abs(dx) + 0.5) * clamp(size - Math.abs(dy) + 0.5);
      if (cover <= 0) return;
      const light = mixRgb(
        warm,
        core,
        Math.exp(-((dx / size) ** 2 + ((dy - size * 0.3) / size) ** 2) * 2),
      );
      for (let c = 0; c < 3; c++)
        canvas.color[index + c] = mix(at(canvas.color, index + c), (light[c] ?? 0) * 1.5, cover);
    });
  }
}

function isWater({ width, height, depth }: Canvas, camera: Camera, x: number, y: number): boolean {
  if (x < 0 || x >= width || y < 0 || y >= height) return false;
  const surface = (camera.eye * camera.focal) / (y + 0.5 - camera.horizon);
  return Math.abs(at(depth, y * width + x) / surface - 1) < 0.01;
}
