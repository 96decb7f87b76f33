import type { Random } from './random.ts';

/** Smooth random fields over the plane, all about -1..1 unless said otherwise. */
export type Noise = {
  /** Gradient noise, one octave. */
  gradient(x: number, y: number): number;
  /** Octaves of gradient noise, each turned and doubled so that no grid shows. */
  fractal(x: number, y: number, octaves: number): number;
  /** Sharp crests with smooth flanks, 0..1. */
  ridged(x: number, y: number, octaves: number): number;
  /** Rounded bulges with sharp creases between them, 0..1. */
  billow(x: number, y: number, octaves: number): number;
};

/**
 * Gradient noise after Ken Perlin, "Improving Noise" (2002), with 256 directions instead of eight
 * so that no axis shows.
 */
export function createNoise(random: Random): Noise {
  const order = new Uint8Array(512);
  for (let i = 0; i < 256; i++) order[i] = i;
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  order.copyWithin(256, 0, 256);
  // The slopes in shuffled order already: one look-up less for each corner.
  const slopeX = new Float64Array(512);
  const slopeY = new Float64Array(512);
  for (let i = 0; i < 512; i++) {
    const angle = ((order[i] ?? 0) / 256) * Math.PI * 2;
    slopeX[i] = Math.cos(angle) * 1.5;
    slopeY[i] = Math.sin(angle) * 1.5;
  }

  function gradient(x: number, y: number): number {
    const cellX = Math.floor(x);
    const cellY = Math.floor(y);
    const dx = x - cellX;
    const dy = y - cellY;
    const column = cellX & 255;
    const row = cellY & 255;
    // Indices stay below 512 by construction; `as number` only drops the unchecked-access `undefined`.
    const left = (order[column] as number) + row;
    const right = (order[column + 1] as number) + row;
    const fadeX = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const fadeY = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const a = (slopeX[left] as number) * dx + (slopeY[left] as number) * dy;
    const b = (slopeX[right] as number) * (dx - 1) + (slopeY[right] as number) * dy;
    const c = (slopeX[left + 1] as number) * dx + (slopeY[left + 1] as number) * (dy - 1);
    const d = (slopeX[right + 1] as number) * (dx - 1) + (slopeY[right + 1] as number) * (dy - 1);
    const upper = a + fadeX * (b - a);
    const lower = c + fadeX * (d - c);
    return upper + fadeY * (lower - upper);
  }

  function fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let px = x;
    let py = y;
    for (let octave = 0; octave < octaves; octave++) {
      sum += weight * gradient(px, py);
      const turned = px * 1.62 - py * 1.19 + 17.3;
      py = px * 1.19 + py * 1.62 + 9.1;
      px = turned;
      weight *= 0.5;
    }
    return sum;
  }

  /** After F. Kenton Musgrave's ridged multifractal ("Texturing & Modeling", chapter 16). */
  function ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let above = 1;
    let px = x;
    let py = y;
    for (let octave = 0; octave < octaves; octave++) {
      const distance = Math.abs(gradient(px, py));
      const crest = (1 - distance) * (1 - distance);
      sum += weight * crest * above;
      above = crest;
      const turned = px * 1.64 - py * 1.21 + 11.7;
      py = px * 1.21 + py * 1.64 + 5.3;
      px = turned;
      weight *= 0.5;
    }
    return sum;
  }

  function billow(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let px = x;
    let py = y;
    for (let octave = 0; octave < octaves; octave++) {
      sum += weight * Math.min(1, Math.abs(gradient(px, py)) * 1.6);
      const turned = px * 1.62 - py * 1.19 + 3.7;
      py = px * 1.19 + py * 1.62 + 8.2;
      px = turned;
      weight *= 0.5;
    }
    return sum;
  }

  return { gradient, fractal, ridged, billow };
}
