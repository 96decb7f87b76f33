import { at, clamp, limit, mix, smooth } from './arrays.ts';
import { type Canvas, glow } from './canvas.ts';
import { createRamp, lch, type Ramp, type Rgb, rampIndex, rgb } from './color.ts';
import { paintStars } from './night.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';
import { forDisc } from './sky.ts';
import type { Reading } from './words.ts';

/** Deep space: a nebula, stars, and usually a planet lit from one side. */
export function paintSpace(
  canvas: Canvas,
  reading: Reading,
  prompt: string,
  random: Random,
  noise: Noise,
): void {
  const hues = reading.colors.map(({ hue }) => hue);
  const first = hues[0] ?? random.between(200, 330);
  const second = hues[1] ?? first + random.between(50, 110);
  paintNebula(canvas, [first, second], random.fork('nebula'), noise);
  paintStars(
    canvas,
    { density: 1.5, milkyWay: 0, bottom: canvas.height },
    random.fork('stars'),
    noise,
  );
  const nebulaOnly =
    /nebula|galaxy|星云|星雲|银河|星系/.test(prompt) && !reading.things.has('planet');
  if (nebulaOnly) return;
  const unit = Math.min(canvas.width, canvas.height);
  const sunAngle = random.between(2.2, 4.1);
  const sun: Rgb = [Math.cos(sunAngle) * 0.8, -0.35, 0.48];
  const side = sun[0] < 0 ? 1 : -1;
  const radius = unit * random.between(0.24, 0.33);
  const center = {
    x: canvas.width * (0.5 + side * random.between(0.06, 0.16)),
    y: canvas.height * random.between(0.46, 0.58),
  };
  const kind = /earth|地球/.test(prompt)
    ? 'living'
    : /saturn|土星|jupiter|木星|ring/.test(prompt)
      ? 'giant'
      : random.pick<PlanetKind>(['giant', 'giant', 'living', 'rocky']);
  const ringed = kind === 'giant' && !/jupiter|木星/.test(prompt);
  const planet: Planet = {
    ...center,
    radius,
    kind,
    hue: hues[0] ?? (kind === 'giant' ? random.between(35, 80) : first),
    sun,
    tilt: random.between(-0.5, -0.22) * side,
    ringed,
  };
  if (ringed) paintRing(canvas, planet, 'behind', noise);
  paintPlanet(canvas, planet, random.fork('planet'), noise);
  if (ringed) paintRing(canvas, planet, 'before', noise);
  const moon: Planet = {
    ...planet,
    x: canvas.width * (0.5 - side * random.between(0.2, 0.34)),
    y: canvas.height * random.between(0.2, 0.34),
    radius: unit * random.between(0.03, 0.055),
    kind: 'rocky',
    ringed: false,
    hue: second,
  };
  paintPlanet(canvas, moon, random.fork('moon'), noise);
}

type PlanetKind = 'giant' | 'rocky' | 'living';
type Planet = {
  x: number;
  y: number;
  radius: number;
  kind: PlanetKind;
  hue: number;
  sun: Rgb;
  tilt: number;
  ringed: boolean;
};

/** A great planet in the sky of a landscape, seen through its air. */
export function paintRisenPlanet(
  canvas: Canvas,
  prompt: string,
  light: { horizon: number; side: number },
  random: Random,
  noise: Noise,
): void {
  const radius = Math.min(canvas.width * 0.5, light.horizon) * random.between(0.24, 0.32);
  const ringed =
    !/jupiter|木星/.test(prompt) && (/ring|saturn|土星|环/.test(prompt) || random.chance(0.5));
  const planet: Planet = {
    x: canvas.width * (0.5 - light.side * random.between(0.1, 0.22)),
    y: light.horizon * random.between(0.36, 0.48),
    radius,
    kind: 'giant',
    hue: random.between(30, 75),
    sun: [light.side * 0.75, -0.3, 0.55],
    tilt: random.between(-0.4, -0.2) * light.side,
    ringed,
  };
  const before = canvas.color.slice();
  if (ringed) paintRing(canvas, planet, 'behind', noise);
  paintPlanet(canvas, planet, random.fork('planet'), noise);
  if (ringed) paintRing(canvas, planet, 'before', noise);
  for (let i = 0; i < before.length; i++) {
    const sky = at(before, i);
    const own = at(canvas.color, i);
    // The air before it is as bright as everywhere: its night side is sky.
    if (own !== sky) canvas.color[i] = Math.max(sky, own * 0.72 + sky * 0.42);
  }
}

function paintNebula(
  canvas: Canvas,
  [first, second]: readonly [number, number],
  random: Random,
  noise: Noise,
): void {
  const { width, height, color } = canvas;
  const unit = Math.max(width, height) * 0.62;
  const ox = random.between(0, 60);
  const oy = random.between(0, 60);
  const dust = rgb(lch(0.62, 0.17, first));
  const core = rgb(lch(0.74, 0.14, second));
  const deep = rgb(lch(0.1, 0.035, first + 15));
  const step = Math.max(1, Math.round(height / 600));
  const columns = Math.ceil(width / step) + 2;
  const rows = Math.ceil(height / step) + 2;
  const field = new Float32Array(columns * rows * 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const u = (column * step) / unit + ox;
      const v = (row * step) / unit + oy;
      const bend = noise.fractal(u * 1.3, v * 1.3, 3);
      const other = noise.fractal(u * 1.3 + 9, v * 1.3 + 4, 3);
      const cloud = noise.fractal(u * 1.9 + bend * 1.7, v * 1.9 + other * 1.7, 6);
      const veins = noise.ridged(u * 2.6 + other * 1.2, v * 2.6 + bend * 1.2, 5);
      const envelope = smooth(-0.35, 0.5, noise.gradient(u * 0.9 + 3, v * 0.9) + 0.12);
      const lanes = 1 - 0.75 * smooth(0.02, 0.3, noise.fractal(u * 3.1 + 40, v * 3.1 + bend, 4));
      const index = (row * columns + column) * 2;
      field[index] = clamp(0.34 + cloud * 1.15) ** 1.7 * envelope * lanes;
      field[index + 1] = smooth(0.42, 0.95, veins) * clamp(0.4 + cloud * 1.3) * envelope;
    }
  }
  for (let y = 0; y < height; y++) {
    const row = y / step;
    const top = Math.floor(row);
    const ty = row - top;
    for (let x = 0; x < width; x++) {
      const column = x / step;
      const left = Math.floor(column);
      const tx = column - left;
      const a = (top * columns + left) * 2;
      const c = a + columns * 2;
      const gas = mix(
        mix(at(field, a), at(field, a + 2), tx),
        mix(at(field, c), at(field, c + 2), tx),
        ty,
      );
      const veins = mix(
        mix(at(field, a + 1), at(field, a + 3), tx),
        mix(at(field, c + 1), at(field, c + 3), tx),
        ty,
      );
      const index = (y * width + x) * 3;
      for (let k = 0; k < 3; k++)
        color[index + k] =
          (deep[k] ?? 0) * 0.6 +
          (dust[k] ?? 0) * gas * 0.95 +
          (core[k] ?? 0) * (veins * gas * 1.3 + gas ** 3 * 1.1);
    }
  }
}

function surfaceOf(planet: Planet): Ramp {
  const { kind, hue } = planet;
  if (kind === 'living')
    return createRamp([
      [0, lch(0.26, 0.09, 255)],
      [0.47, lch(0.42, 0.1, 240)],
      [0.53, lch(0.52, 0.09, 135)],
      [0.75, lch(0.6, 0.07, 95)],
      [1, lch(0.8, 0.04, 80)],
    ]);
  if (kind === 'rocky')
    return createRamp([
      [0, lch(0.34, 0.04, hue)],
      [0.5, lch(0.56, 0.05, hue)],
      [1, lch(0.78, 0.035, hue + 20)],
    ]);
  return createRamp([
    [0, lch(0.42, 0.09, hue - 18)],
    [0.3, lch(0.63, 0.095, hue)],
    [0.55, lch(0.83, 0.05, hue + 14)],
    [0.8, lch(0.66, 0.085, hue - 6)],
    [1, lch(0.88, 0.035, hue + 20)],
  ]);
}

function paintPlanet(canvas: Canvas, planet: Planet, random: Random, noise: Noise): void {
  const { x: cx, y: cy, radius, sun, kind } = planet;
  const surface = surfaceOf(planet);
  const offset = random.between(0, 40);
  const cos = Math.cos(planet.tilt);
  const sin = Math.sin(planet.tilt);
  const air = rgb(lch(0.75, 0.11, kind === 'living' ? 240 : planet.hue));
  const airPower = kind === 'rocky' ? 0.12 : 0.6;
  forDisc(canvas, cx, cy, radius * 1.3, (index, distance, dx, dy) => {
    if (distance < radius - 1) return;
    const lit = clamp((dx * sun[0] + dy * sun[1]) / distance + 0.35);
    const away = Math.max(0, distance / radius - 1);
    glow(
      canvas.color,
      index,
      air,
      airPower *
        lit *
        (0.55 * Math.exp(-away * 60) + 0.14 * Math.exp(-away * 13)) *
        smooth(0.3, 0.2, away),
    );
  });
  forDisc(canvas, cx, cy, radius + 1, (index, distance, dx, dy) => {
    const cover = clamp(radius - distance + 0.5);
    if (cover <= 0) return;
    const u = dx / radius;
    const v = dy / radius;
    const w = Math.sqrt(Math.max(0, 1 - u * u - v * v));
    const along = u * cos + v * sin;
    const across = -u * sin + v * cos;
    // Longitude keeps features from stretching toward the rim.
    const longitude = Math.atan2(along, w + 1e-4);
    let tone: number;
    let cloud = 0;
    if (kind === 'giant') {
      const latitude = Math.asin(limit(across, -1, 1));
      const swirl = noise.fractal(longitude * 1.3 + offset, latitude * 5, 5);
      tone =
        0.5 +
        0.42 * Math.sin(latitude * 9 + swirl * 2.1 + offset) +
        0.16 * noise.gradient(latitude * 22 + swirl * 2, offset);
    } else {
      const land = noise.fractal(longitude * 1.25 + offset, across * 1.9, 7);
      tone = 0.5 + land * (kind === 'living' ? 0.85 : 0.9);
      if (kind === 'rocky')
        tone += (noise.ridged(longitude * 3 + offset, across * 4, 5) - 0.4) * 0.5;
      else
        cloud = smooth(
          0.05,
          0.4,
          noise.fractal(
            longitude * 1.9 + 30,
            across * 3.4 + noise.gradient(longitude * 2, across * 2) * 0.8,
            6,
          ),
        );
    }
    const facing = u * sun[0] + v * sun[1] + w * sun[2];
    const day = smooth(-0.08, 0.32, facing) * limit(facing + 0.25, 0, 1.1);
    const rim = (1 - w) ** 3 * smooth(-0.1, 0.5, facing);
    const shadow = planet.ringed
      ? 1 - 0.55 * smooth(0.05, 0.02, Math.abs(across + 0.16 - u * 0.1) - 0.03)
      : 1;
    const paint = rampIndex(tone);
    for (let c = 0; c < 3; c++) {
      const ground = mix(at(surface, paint + c), 0.92, cloud * 0.9);
      const seen = ground * day * 1.25 * shadow + (air[c] ?? 0) * rim * airPower * 0.9 + 0.004;
      canvas.color[index + c] = mix(at(canvas.color, index + c), seen, cover);
    }
  });
}

function paintRing(canvas: Canvas, planet: Planet, part: 'behind' | 'before', noise: Noise): void {
  const { x: cx, y: cy, radius, tilt, sun, hue } = planet;
  const cos = Math.cos(tilt);
  const sin = Math.sin(tilt);
  const flat = 0.24;
  const paint = rgb(lch(0.83, 0.045, hue));
  forDisc(canvas, cx, cy, radius * 2.35, (index, _distance, dx, dy) => {
    const u = (dx * cos + dy * sin) / radius;
    const v = (-dx * sin + dy * cos) / radius;
    if (v > 0 !== (part === 'before')) return;
    const q = Math.sqrt(u * u + (v / flat) * (v / flat));
    if (q < 1.28 || q > 2.3) return;
    const grooves = 0.55 + 0.4 * noise.gradient(q * 11, 0.5) + 0.3 * noise.gradient(q * 37, 2.5);
    const gap = 1 - 0.9 * smooth(0.035, 0.012, Math.abs(q - 1.93));
    const cover = clamp(grooves) * gap * smooth(1.28, 1.36, q) * smooth(2.3, 2.2, q) * 0.85;
    // The planet's shadow falls across the ring behind it.
    const behind = part === 'behind' ? smooth(0.75, 1.05, Math.abs(u + sun[0] * v * 2.2)) : 1;
    const light = (0.5 + 0.35 * clamp(0.5 - u * Math.sign(-sun[0]) * 0.4)) * mix(0.1, 1, behind);
    for (let c = 0; c < 3; c++)
      canvas.color[index + c] = mix(at(canvas.color, index + c), (paint[c] ?? 0) * light, cover);
  });
}
