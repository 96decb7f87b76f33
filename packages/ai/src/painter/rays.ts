import { at, smooth } from './arrays.ts';
import { glow } from './canvas.ts';
import { inPicture } from './sky.ts';
import type { Stage } from './stage.ts';

const turns = 4096;

/** Shafts of light through the air below a sun in the picture. */
export function paintRays({ canvas, camera, light, brief }: Stage, strength: number): void {
  const place = inPicture(camera, light.direction);
  if (!place || light.time === 'night') return;
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  const { noise } = brief;
  const shafts = Float32Array.from({ length: turns + 1 }, (_, i) => {
    const turn = (i / turns - 0.5) * 2 * Math.PI;
    return smooth(
      -0.15,
      0.6,
      noise.gradient(turn * 2.3, 4.2) + noise.gradient(turn * 6, 9.1) * 0.4,
    );
  });
  const first = Math.max(0, Math.floor(place.y - 0.25 * unit));
  for (let y = first; y < height; y++) {
    const dy = (y - place.y) / unit;
    const below = strength * smooth(-0.25, 0.25, dy);
    // Shafts are soft: two columns share one reckoning.
    for (let x = 0; x < width; x += 2) {
      const dx = (x - place.x) / unit;
      const away = Math.sqrt(dx * dx + dy * dy);
      const most = below * Math.exp(-away * 2.6);
      if (most <= 0.002) continue;
      const turn = Math.atan2(dx, dy) / (2 * Math.PI) + 0.5;
      const power = most * at(shafts, Math.round(turn * turns)) * smooth(0, 0.12, away);
      if (power <= 0.002) continue;
      glow(canvas.color, (y * width + x) * 3, light.sun, power);
      if (x + 1 < width) glow(canvas.color, (y * width + x + 1) * 3, light.sun, power);
    }
  }
}
