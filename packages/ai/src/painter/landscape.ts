import { paintAurora } from './aurora.ts';
import { paintCabins } from './cabins.ts';
import type { Camera, Canvas } from './canvas.ts';
import { paintClouds } from './clouds.ts';
import { paintGround } from './ground.ts';
import { paintLanterns } from './lanterns.ts';
import { createLight, type Light } from './light.ts';
import { paintLighthouse } from './lighthouse.ts';
import { paintLightning } from './lightning.ts';
import { paintMoon, paintStars } from './night.ts';
import { paintRainbow } from './rainbow.ts';
import { hazeColumns, paintSky, paintSun } from './sky.ts';
import { paintRisenPlanet } from './space.ts';
import type { Brief, Setting, Stage } from './stage.ts';
import { paintSwell } from './swell.ts';
import { shadeUnderClouds, sightLines, softenEdges, surveyLand } from './terrain.ts';
import { paintBirds, paintVessel } from './vessels.ts';
import { paintWater } from './water.ts';
import { paintWeather } from './weather.ts';

/** Paints a scene from the far to the near: sky, clouds, land, what stands on it, water, foreground, weather. */
export function paintLandscape(canvas: Canvas, brief: Brief, setting: Setting): void {
  const { camera, air } = setting;
  const { random, noise } = brief;
  const { weather } = brief.reading;
  const hidden = weather.has('overcast') || weather.has('rain') || weather.has('snowing');
  const light = createLight(brief.reading, random.fork('light'), {
    time: brief.time,
    inFrame: setting.sunInFrame && !hidden,
    frontal: setting.frontal === true,
    halfAngle: Math.atan(canvas.width / 2 / camera.focal),
    skyAngle: Math.atan(camera.horizon / camera.focal),
  });
  paintHeaven(canvas, camera, light, brief);
  paintClouds(canvas, camera, light, setting.clouds, random.fork('clouds'), noise);
  const haze = hazeColumns(camera, light);
  const stage: Stage = { canvas, camera, light, haze, air, brief };
  if (brief.reading.things.has('lightning')) paintLightning(stage);
  if (brief.reading.things.has('birds')) paintBirds(stage);
  let water: Uint8Array | null = null;
  if (setting.land) {
    const { shape, span, material } = setting.land;
    const relief = surveyLand(camera, shape, light, span);
    if (light.time === 'day' && setting.clouds.cover >= 0.2 && setting.clouds.cover < 0.85)
      shadeUnderClouds(camera, relief, random.fork('cloud shadows'), noise);
    const seen = sightLines(canvas, camera, relief);
    water = paintGround(canvas, camera, light, { relief, seen, haze }, material, air, noise);
    softenEdges(canvas);
  } else {
    water = allBelow(canvas, camera);
  }
  setting.standing?.(stage);
  if (brief.reading.things.has('rainbow')) paintRainbow(stage);
  if (setting.land && brief.reading.things.has('cabins')) paintCabins(stage, setting.land.shape);
  if (brief.reading.things.has('lighthouse')) paintLighthouse(stage);
  if (setting.water) {
    const { water: plan } = setting;
    const mirror = stillWater(water, canvas, setting);
    if (plan.swell) paintSwell(stage, mirror, plan, plan.swell);
    else paintWater(canvas, camera, light, mirror, haze, plan, noise);
  }
  if (setting.water && brief.reading.things.has('boat')) paintVessel(stage);
  if (brief.reading.things.has('lanterns')) paintLanterns(stage, setting.water !== null);
  setting.foreground?.(stage);
  paintWeather(stage);
}

function paintHeaven(
  canvas: Canvas,
  camera: Camera,
  light: Light,
  { reading, words, random, noise }: Brief,
): void {
  const { things } = reading;
  paintSky(canvas, camera, light);
  const bottom = Math.min(canvas.height, Math.ceil(camera.horizon));
  const dark =
    light.time === 'night' ||
    (light.time === 'dusk' && (things.has('stars') || things.has('aurora')));
  if (dark) {
    const lit = reading.subjects.includes('city');
    const wide =
      things.has('stars') || things.has('milkyWay') || reading.subjects.includes('nightSky');
    // An aurora outshines it.
    const milkyWay = things.has('aurora')
      ? things.has('milkyWay')
        ? 0.15
        : 0
      : light.inFrame || (lit && !things.has('milkyWay'))
        ? 0
        : things.has('milkyWay')
          ? 1
          : wide
            ? 0.85
            : 0.3;
    paintStars(
      canvas,
      {
        density: lit ? 0.25 : light.inFrame ? 0.5 : 1,
        milkyWay: light.time === 'dusk' ? milkyWay * 0.4 : milkyWay,
        bottom,
      },
      random.fork('stars'),
      noise,
    );
  }
  if (things.has('aurora')) {
    const [first, second] = reading.colors;
    const low = first?.hue ?? 156;
    paintAurora(
      canvas,
      camera,
      { hues: [low, second?.hue ?? (first ? low + 45 : 318)], strength: 1, bottom },
      random.fork('aurora'),
      noise,
    );
  }
  if (things.has('planet'))
    paintRisenPlanet(
      canvas,
      words,
      { horizon: camera.horizon, side: Math.sign(light.direction[0]) },
      random.fork('planet'),
      noise,
    );
  if (!light.inFrame) return;
  if (light.time === 'night') paintMoon(canvas, camera, light, random.fork('moon'), noise);
  else paintSun(canvas, camera, light);
}

function allBelow(canvas: Canvas, camera: Camera): Uint8Array {
  const water = new Uint8Array(canvas.width * canvas.height);
  water.fill(1, Math.ceil(camera.horizon - 0.5) * canvas.width);
  return water;
}

/** What was planted at the shore hides the water behind it. */
function stillWater(water: Uint8Array, canvas: Canvas, { camera }: Setting): Uint8Array {
  for (let y = Math.max(0, Math.floor(camera.horizon)); y < canvas.height; y++) {
    const surface = (camera.eye * camera.focal) / Math.max(0.35, y + 0.5 - camera.horizon);
    for (let x = 0; x < canvas.width; x++) {
      const pixel = y * canvas.width + x;
      if (water[pixel] && (canvas.depth[pixel] ?? 0) < surface * 0.9) water[pixel] = 0;
    }
  }
  return water;
}
