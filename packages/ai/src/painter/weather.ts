import { at, clamp } from './arrays.ts';
import { glow } from './canvas.ts';
import type { Stage } from './stage.ts';

/** Rain and snow between the eye and the land. */
export function paintWeather(stage: Stage): void {
  const { weather, subjects, moods } = stage.brief.reading;
  if (weather.has('rain')) paintRain(stage);
  if (weather.has('snowing') || (subjects.includes('snowfield') && moods.has('dreamy')))
    paintSnowfall(stage);
}

function paintRain({ canvas, light, brief }: Stage): void {
  const random = brief.random.fork('rain');
  const unit = Math.min(canvas.width, canvas.height);
  const lean = random.between(-0.18, 0.18);
  const power = 0.05 + 0.1 * clamp(light.ambient[1] * 2);
  const count = Math.round(((canvas.width * canvas.height) / (unit * unit)) * 900);
  for (let i = 0; i < count; i++) {
    const near = random() ** 3;
    const length = unit * (0.02 + 0.07 * near);
    const x0 = random() * canvas.width;
    const y0 = random() * canvas.height * 1.1 - length;
    const strength = power * (0.25 + near);
    const steps = Math.ceil(length);
    for (let step = 0; step < steps; step++) {
      const y = Math.floor(y0 + step);
      const x = x0 + step * lean;
      const left = Math.floor(x);
      if (y < 0 || y >= canvas.height || left < 0 || left >= canvas.width - 1) continue;
      const fade = Math.sin((Math.PI * step) / steps) * strength;
      const index = (y * canvas.width + left) * 3;
      glow(canvas.color, index, [0.85, 0.95, 1], fade * (1 - (x - left)));
      glow(canvas.color, index + 3, [0.85, 0.95, 1], fade * (x - left));
    }
  }
}

function paintSnowfall({ canvas, light, brief }: Stage): void {
  const random = brief.random.fork('snowfall');
  const unit = Math.min(canvas.width, canvas.height);
  const count = Math.round(((canvas.width * canvas.height) / (unit * unit)) * 1300);
  const paint = light.ambient.map((value, c) =>
    Math.min(1.05, value * 1.1 + (light.sun[c] ?? 0) * 0.35 + 0.03),
  );
  for (let i = 0; i < count; i++) {
    const near = random() ** 7;
    const radius = unit * (0.0009 + 0.008 * near);
    const soft = 1 + near * 2.5;
    const x = random() * canvas.width;
    const y = random() * canvas.height;
    const opacity = 0.8 - 0.5 * near;
    const reach = Math.ceil(radius * 1.4 + 1);
    for (
      let py = Math.max(0, Math.floor(y - reach));
      py <= Math.min(canvas.height - 1, y + reach);
      py++
    ) {
      for (
        let px = Math.max(0, Math.floor(x - reach));
        px <= Math.min(canvas.width - 1, x + reach);
        px++
      ) {
        const away = Math.hypot(px + 0.5 - x, py + 0.5 - y);
        const cover = clamp((radius - away) / soft + 0.5) * opacity;
        if (cover <= 0) continue;
        const index = (py * canvas.width + px) * 3;
        for (let c = 0; c < 3; c++)
          canvas.color[index + c] =
            at(canvas.color, index + c) + ((paint[c] ?? 0) - at(canvas.color, index + c)) * cover;
      }
    }
  }
}
