import { at, clamp, limit, mix, smooth } from './arrays.ts';
import type { Camera, Canvas } from './canvas.ts';
import { mixRgb, type Rgb, rampColor, scaleRgb } from './color.ts';
import type { Light } from './light.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';

/**
 * A closed ceiling of storm clouds seen from below: bulges lit from the bright gap over the horizon,
 * torn and layered by the wind, with curtains of rain far off. Painted small and enlarged.
 */
export function paintStormSky(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  storm: number,
  random: Random,
  noise: Noise,
): void {
  const { horizon, focal } = camera;
  const scale = Math.max(1, Math.round(Math.sqrt((canvas.width * horizon) / 130_000)));
  const width = Math.ceil(canvas.width / scale) + 2;
  const height = Math.ceil(horizon / scale) + 2;
  const layer = new Float32Array(width * height * 4);
  const colors = stormColors(light, storm);
  const x0 = random.between(0, 60);
  const z0 = random.between(0, 60);
  const wind = random.between(-0.6, 0.6);
  const shaftAt = random.between(0, 40);
  const side = Math.sign(light.direction[0]) || 1;
  // A tall picture sees little of the ceiling across: smaller bulges keep its grain.
  const size = limit(canvas.width / focal / 1.5, 0.45, 1);
  for (let y = 0; y < height; y++) {
    const v = Math.max(0.004, (horizon - (y + 0.5) * scale) / focal);
    const far = 1.25 / (v + 0.17) / size;
    const rise = smooth(0, 0.62, v);
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * scale - canvas.width / 2) / focal;
      const px = u * far + far * wind + x0;
      const pz = far + z0;
      const drift = noise.gradient(px * 0.3, pz * 0.36);
      const swirl = noise.gradient(px * 0.75 + drift, pz * 0.9 + 8.3);
      const qx = px * 0.8 + swirl * 0.3;
      const qz = pz * 0.95 + drift * 0.35;
      const here = noise.billow(qx, qz, 5);
      const toward = noise.billow(qx + side * 0.07, qz + 0.13, 3);
      const torn = noise.fractal(qx * 1.7 + here * 0.6, qz * 1.7 + swirl * 0.5, 4);
      // What faces the gap catches its light; what hangs low or lies between is dark.
      const relief = (here - toward) * 1.1;
      const tone = clamp(
        0.5 + relief + drift * 0.42 + swirl * 0.16 + torn * 0.3 - (here - 0.4) * 0.5 - rise * 0.24,
      );
      const shaft =
        smooth(0.02, 0.42, noise.gradient(u * 1.7 + shaftAt, 2.7)) *
        smooth(0.3, 0.12, v + swirl * 0.03) *
        (0.75 + 0.35 * noise.gradient((u + v * wind * 0.6) * 26 + shaftAt, v * 1.4));
      const cover = smooth(0.035, 0.14, v + swirl * 0.025 + torn * 0.02);
      const index = (y * width + x) * 4;
      const near = smooth(0.5, 0.05, v);
      for (let c = 0; c < 3; c++) {
        const pale = mix(colors.lit[c] ?? 0, colors.gap[c] ?? 0, near * 0.55);
        const cloud = mix(colors.dark[c] ?? 0, pale, tone * (0.55 + 0.45 * tone));
        layer[index + c] = mix(cloud * cover, colors.rain[c] ?? 0, shaft * 0.55);
      }
      layer[index + 3] = mix(cover, 1, shaft * 0.55);
    }
  }
  layOver(canvas, layer, { width, height, scale }, horizon);
}

function stormColors(light: Light, storm: number): Record<'dark' | 'lit' | 'gap' | 'rain', Rgb> {
  const upper = rampColor(light.skyToward, 0.25);
  const low = rampColor(light.skyToward, 0.82);
  const grey = mixRgb(upper, light.ambient, 0.3);
  return {
    dark: scaleRgb(grey, mix(0.66, 0.24, storm)),
    lit: mixRgb(scaleRgb(grey, 0.95), scaleRgb(low, mix(0.95, 0.8, storm)), 0.45),
    gap: scaleRgb(low, 1.08),
    rain: scaleRgb(mixRgb(grey, low, 0.35), 0.42),
  };
}

/** Lays a small picture with cover (four numbers a place) over the sky, enlarged with a smooth curve. */
function layOver(
  { width, height, color }: Canvas,
  layer: Float32Array,
  small: { width: number; height: number; scale: number },
  horizon: number,
): void {
  const bottom = Math.min(height, Math.ceil(horizon));
  const line = new Float32Array(small.width * 4);
  for (let y = 0; y < bottom; y++) {
    const sourceY = limit((y + 0.5) / small.scale - 0.5, 0, small.height - 1.001);
    const top = Math.floor(sourceY);
    const upper = top * small.width * 4;
    const lower = upper + small.width * 4;
    for (let i = 0; i < line.length; i++)
      line[i] = mix(at(layer, upper + i), at(layer, lower + i), sourceY - top);
    for (let x = 0; x < width; x++) {
      const sourceX = limit((x + 0.5) / small.scale - 0.5, 0, small.width - 1.001);
      const left = Math.floor(sourceX);
      const part = sourceX - left;
      const a = left * 4;
      const cover = mix(at(line, a + 3), at(line, a + 7), part);
      const pixel = (y * width + x) * 3;
      for (let c = 0; c < 3; c++)
        color[pixel + c] =
          at(color, pixel + c) * (1 - cover) + mix(at(line, a + c), at(line, a + 4 + c), part);
    }
  }
}
