import { smooth } from './arrays.ts';
import { glow } from './canvas.ts';
import { inPicture } from './sky.ts';
import type { Stage } from './stage.ts';

/** Shafts of light through the air below a sun in the picture. */
export function paintRays({ canvas, camera, light, brief }: Stage, strength: number): void {
  const place = inPicture(camera, light.direction);
  if (!place || light.time === 'night') return;
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  const { noise } = brief;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = (x - place.x) / unit;
      const dy = (y - place.y) / unit;
      const away = Math.sqrt(dx * dx + dy * dy);
      const turn = Math.atan2(dx, dy);
      const shafts = smooth(
        -0.15,
        0.6,
        noise.gradient(turn * 2.3, 4.2) + noise.gradient(turn * 6, 9.1) * 0.4,
      );
      const power =
        strength * shafts * Math.exp(-away * 2.6) * smooth(-0.25, 0.25, dy) * smooth(0, 0.12, away);
      if (power > 0.002) glow(canvas.color, (y * width + x) * 3, light.sun, power);
    }
  }
}
