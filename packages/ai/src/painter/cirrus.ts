import { at, mix, smooth } from './arrays.ts';
import { blend, type Camera, type Canvas } from './canvas.ts';
import { mixRgb, rampColor, scaleRgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';

/** Cirrus: thin streaks far above, combed by the wind. */
export function paintCirrus(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  amount: number,
  random: Random,
  noise: Noise,
): void {
  const angle = random.between(-0.5, 0.5);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const offset = random.between(0, 90);
  const lit = mixRgb(scaleRgb(light.sun, 0.6), rampColor(light.skyToward, 0.85), 0.45);
  const step = Math.max(1, Math.round(canvas.height / 360));
  const bottom = Math.min(canvas.height, Math.floor(camera.horizon));
  const width = Math.ceil(canvas.width / step) + 2;
  const rows = [new Float32Array(width), new Float32Array(width)];
  const between = new Float32Array(width);
  const fillRow = (row: Float32Array, y: number) => {
    const v = Math.max(0.012, (camera.horizon - y) / camera.focal);
    const far = 1 / (v + 0.12);
    for (let i = 0; i < width; i++) {
      const u = (i * step - canvas.width / 2) / camera.focal;
      const x = u * far * cos - far * sin;
      const z = u * far * sin + far * cos;
      const bend = noise.gradient(x * 0.5 + offset, z * 0.5);
      const streak = noise.fractal(x * 0.75 + bend * 0.5 + offset, z * 2.6 + bend * 0.9, 5);
      const patch = smooth(-0.25, 0.45, noise.gradient(x * 0.33 + offset * 2, z * 0.4));
      row[i] = 0.75 * amount * smooth(-0.08, 0.75, streak) * patch * smooth(0.01, 0.16, v);
    }
  };
  for (let y0 = 0; y0 < bottom; y0 += step) {
    const [upper, lower] = rows;
    if (!upper || !lower) return;
    if (y0 === 0) fillRow(upper, 0);
    fillRow(lower, y0 + step);
    for (let y = y0; y < Math.min(bottom, y0 + step); y++) {
      const downward = (y - y0) / step;
      for (let i = 0; i < width; i++) between[i] = mix(at(upper, i), at(lower, i), downward);
      for (let x = 0; x < canvas.width; x++) {
        const i = Math.floor(x / step);
        const cover = mix(at(between, i), at(between, i + 1), x / step - i);
        if (cover >= 0.0015) blend(canvas.color, (y * canvas.width + x) * 3, lit, cover);
      }
    }
    rows.reverse();
  }
}
