import { glow } from './canvas.ts';
import type { Random } from './random.ts';
import { forDisc } from './sky.ts';
import type { Stage } from './stage.ts';

/** A flash from the clouds to the horizon, forked, and the clouds around it lit up. */
export function paintLightning({ canvas, camera, brief }: Stage): void {
  const { width } = canvas;
  const random = brief.random.fork('lightning');
  const unit = Math.min(width, camera.horizon);
  const x = width * (random.chance(0.5) ? random.between(0.22, 0.4) : random.between(0.6, 0.78));
  const top = camera.horizon * random.between(0.22, 0.34);
  const bottom = camera.horizon - 1;
  const thick = Math.max(0.8, unit * 0.0022);
  for (const [y, reach, power] of [
    [top, 0.62, 0.34],
    [top + (bottom - top) * 0.5, 0.34, 0.12],
  ] as const) {
    const radius = unit * reach;
    forDisc(canvas, x, y, radius, (index, distance) => {
      const part = 1 - distance / radius;
      // The brighter the cloud, the more it throws back: the flash keeps the clouds' shape.
      const there = (canvas.color[index + 1] ?? 0) * 3.2 + 0.12;
      glow(canvas.color, index, [0.62, 0.66, 1], power * part * part * part * there);
    });
  }
  strike(
    canvas,
    random,
    { x, y: top },
    { x: x + unit * random.between(-0.12, 0.12), y: bottom },
    thick,
    1,
  );
}

type Point = { x: number; y: number };

/** One channel: halved again and again, each half pushed aside; now and then a weaker one leaves it. */
function strike(
  canvas: Stage['canvas'],
  random: Random,
  from: Point,
  to: Point,
  thick: number,
  power: number,
): void {
  let path: Point[] = [from, to];
  let sway = Math.hypot(to.x - from.x, to.y - from.y) * 0.17;
  while (sway > thick * 0.8) {
    const finer: Point[] = [];
    for (let i = 0; i + 1 < path.length; i++) {
      const a = path[i] ?? from;
      const b = path[i + 1] ?? to;
      const shift = random.between(-1, 1) * sway;
      finer.push(a, { x: (a.x + b.x) / 2 + shift, y: (a.y + b.y) / 2 + shift * 0.25 });
    }
    finer.push(to);
    path = finer;
    sway *= 0.54;
  }
  for (let i = 0; i + 1 < path.length; i++) {
    const a = path[i] ?? from;
    const b = path[i + 1] ?? to;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const along = i / path.length;
    const steps = Math.max(1, Math.ceil(length / Math.max(0.7, thick * 0.6)));
    const fade = power * (power < 1 ? 1 - along : 1);
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const x = a.x + (b.x - a.x) * t;
      const y = a.y + (b.y - a.y) * t;
      forDisc(canvas, x, y, thick * 6, (index, distance) => {
        const core = Math.exp(-((distance / (thick * 0.7)) ** 2)) * 1.5;
        const halo = Math.exp(-distance / (thick * 1.7)) * 0.07;
        glow(canvas.color, index, [0.78, 0.8, 1], (core + halo) * fade);
      });
    }
    if (power > 0.3 && i % 6 === 3 && random.chance(0.2)) {
      const reach = (to.y - a.y) * random.between(0.25, 0.6);
      const lean = reach * random.between(0.35, 0.9) * (random.chance(0.5) ? 1 : -1);
      strike(canvas, random, a, { x: a.x + lean, y: a.y + reach }, thick * 0.6, power * 0.42);
    }
  }
}
