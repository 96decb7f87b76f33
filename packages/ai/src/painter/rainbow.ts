import { at, smooth } from './arrays.ts';
import { sky } from './canvas.ts';
import { createRamp, lch, rampIndex } from './color.ts';
import type { Stage } from './stage.ts';

/** From the inner edge to the outer: violet to red. */
const colors = createRamp([
  [0, lch(0.5, 0.14, 300)],
  [0.2, lch(0.6, 0.13, 255)],
  [0.42, lch(0.78, 0.14, 155)],
  [0.62, lch(0.88, 0.15, 100)],
  [0.8, lch(0.78, 0.15, 60)],
  [1, lch(0.65, 0.19, 25)],
]);

/** A rainbow on the side away from the sun, before the sky and, fainter, before what is far away. */
export function paintRainbow({ canvas, camera, light }: Stage): void {
  const { width, height, color, depth } = canvas;
  const unit = Math.min(width, camera.horizon * 1.6);
  const middle = width * (light.direction[0] > 0 ? 0.4 : 0.6);
  const foot = camera.horizon + unit * 0.12;
  const inner = unit * 0.62;
  const wide = unit * 0.055;
  for (let y = 0; y < Math.min(height, foot); y++) {
    for (let x = 0; x < width; x++) {
      const away = Math.hypot(x - middle, y - foot);
      const t = (away - inner) / wide;
      if (t <= -2.5 || t >= 1.25) continue;
      const pixel = y * width + x;
      const air = at(depth, pixel) >= sky ? 1 : smooth(0.6, 6, at(depth, pixel)) * 0.6;
      if (air <= 0) continue;
      const band = smooth(-0.15, 0.2, t) * smooth(1.15, 0.8, t);
      // Inside the bow the sky is a little brighter.
      const inside = 0.05 * smooth(0.2, 0, t) * smooth(-2.5, 0, t);
      const strength = 0.42 * band * air;
      const index = rampIndex(t);
      for (let c = 0; c < 3; c++)
        color[pixel * 3 + c] =
          at(color, pixel * 3 + c) * (1 - strength * 0.35) +
          at(colors, index + c) * strength +
          inside * air;
    }
  }
}
