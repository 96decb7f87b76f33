import type { Camera } from '../canvas.ts';
import type { CloudCover } from '../clouds.ts';
import type { Brief } from '../stage.ts';

/**
 * The camera for a picture's shape. A phone looks through a longer lens than its width alone would
 * give, so that mountains stay tall; a wide screen sees more to the sides instead of a stretched view.
 */
export function lens(
  brief: Brief,
  choice: { horizon: number; eye: number; zoom?: number },
): Camera {
  const { width, height, aspect } = brief;
  const natural = aspect < 1 ? 0.78 : aspect > 2 ? 1.22 : 1.12;
  return {
    width,
    height,
    horizon: height * choice.horizon,
    focal: height * natural * (choice.zoom ?? 1),
    eye: choice.eye,
  };
}

/** Sideways kilometres seen for each kilometre of distance, to either side. */
export function spreadOf(camera: Camera): number {
  return camera.width / 2 / camera.focal;
}

/** Clouds as the prompt's weather wants them, or as chance has it. */
export function cloudsFor(
  { reading, random, time }: Brief,
  usual: readonly [least: number, most: number],
): CloudCover {
  const sky = random.fork('cover');
  const { weather, things, moods } = reading;
  if (things.has('rainbow')) return { cover: sky.between(0.5, 0.6), storm: 0.4, veil: 0 };
  if (weather.has('overcast') || weather.has('rain'))
    return { cover: sky.between(0.88, 1), storm: sky.between(0.75, 1), veil: 0 };
  if (weather.has('snowing')) return { cover: 0.9, storm: 0.1, veil: 0 };
  if (things.has('aurora') || things.has('stars') || things.has('milkyWay'))
    return { cover: 0, storm: 0, veil: 0 };
  if (weather.has('clear') || moods.has('minimal')) return { cover: 0, storm: 0, veil: 0.25 };
  if (weather.has('cloudy'))
    return { cover: sky.between(0.55, 0.72), storm: moods.has('dramatic') ? 0.45 : 0.1, veil: 0.5 };
  // Lone puffs by night look like cotton, and what mist leaves of a sky is pale.
  if (time === 'night') return { cover: 0, storm: 0, veil: sky.between(0.1, 0.35) };
  if (weather.has('mist')) return { cover: 0, storm: 0, veil: sky.between(0.5, 0.9) };
  const cover = sky.between(usual[0], usual[1]);
  // A few lone puffs look like mistakes: either clouds or none.
  return {
    cover: cover < 0.2 ? 0 : cover,
    storm: moods.has('dramatic') ? 0.4 : 0,
    veil: sky.between(0.3, 0.9),
  };
}
