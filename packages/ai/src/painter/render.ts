import { paintContours } from './abstract/contours.ts';
import { paintFluid } from './abstract/fluid.ts';
import { paintGeometric } from './abstract/geometric.ts';
import { paintInk } from './abstract/ink.ts';
import { paintLayers } from './abstract/layers.ts';
import { paintLowPoly } from './abstract/low-poly.ts';
import { paintMesh } from './abstract/mesh.ts';
import { type AbstractPalette, abstractPalette } from './abstract/palette.ts';
import { paintWaves } from './abstract/waves.ts';
import { at, limit } from './arrays.ts';
import { type Canvas, createCanvas } from './canvas.ts';
import type { Rgb } from './color.ts';
import { paintLandscape } from './landscape.ts';
import type { AbstractKind, TimeOfDay } from './lexicon.ts';
import { createNoise, type Noise } from './noise.ts';
import { addBloom, develop, pixelate } from './post.ts';
import { createRandom, hashSeed, hashText, type Random } from './random.ts';
import { chooseScene, type Place, type Scene } from './scene.ts';
import { arrangeBeach } from './scenes/beach.ts';
import { arrangeCity } from './scenes/city.ts';
import { arrangeCloudSea } from './scenes/cloud-sea.ts';
import { arrangeDesert } from './scenes/desert.ts';
import { arrangeForest } from './scenes/forest.ts';
import { arrangeMeadow } from './scenes/meadow.ts';
import { arrangeMountains } from './scenes/mountains.ts';
import { arrangeSea } from './scenes/sea.ts';
import { arrangeSnowfield } from './scenes/snowfield.ts';
import { arrangeWaterfall } from './scenes/waterfall.ts';
import { paintSpace } from './space.ts';
import type { Brief, Setting } from './stage.ts';
import { readPrompt } from './words.ts';

/** Another `seed` is another composition of the same prompt. */
export type PictureRequest = { prompt: string; seed?: number; width: number; height: number };

/** Three bytes a pixel, sRGB, row by row. */
export type Picture = { data: Uint8Array<ArrayBuffer>; width: number; height: number };

/**
 * Paints a prompt, in this thread, in about a second for two megapixels. The same prompt, seed and size
 * give the same bytes, and a smaller size of the same shape the same picture.
 */
export function renderPicture({ prompt, seed = 0, width, height }: PictureRequest): Picture {
  const reading = readPrompt(prompt);
  const random = createRandom(
    hashText(prompt.normalize('NFKC').trim().toLowerCase()) ^ hashSeed(seed),
  );
  const noise = createNoise(random.fork('noise'));
  const scene = chooseScene(reading, random.fork('scene'));
  const canvas = createCanvas(width, height);
  const words = prompt.toLowerCase();
  const paintScene = (onto: Canvas, place: Place, time: TimeOfDay): void => {
    const brief: Brief = {
      width: onto.width,
      height: onto.height,
      aspect: onto.width / onto.height,
      reading,
      words,
      time,
      random,
      noise,
    };
    paintLandscape(onto, brief, arrange[place](brief, words));
  };
  if (scene.kind === 'landscape') {
    paintScene(canvas, scene.place, scene.time);
  } else if (scene.kind === 'space') {
    paintSpace(canvas, reading, words, random.fork('space'), noise);
  } else {
    const palette = abstractPalette(reading, random.fork('palette'));
    if (scene.form === 'lowPoly' && scene.of) {
      const model = createCanvas(Math.ceil(width / 4), Math.ceil(height / 4));
      paintScene(model, scene.of.place, scene.of.time);
      paintLowPoly(canvas, palette, random.fork('form'), noise, (u, v) =>
        averageAround(model, u, v),
      );
    } else {
      abstracts[scene.form](canvas, palette, random.fork('form'), noise, reading.colors.length > 0);
    }
  }
  const landscape = scene.kind !== 'abstract';
  addBloom(canvas, landscape ? bloomFor(scene) : 0.05);
  if (reading.moods.has('pixel')) pixelate(canvas, 108);
  const data = develop(canvas, {
    vignette: landscape ? 0.38 : 0.12,
    grain: reading.moods.has('vintage') ? 3 : 0.9,
    saturation: reading.moods.has('mono') ? 0 : reading.moods.has('vintage') ? 0.72 : 1.04,
  });
  return { data, width, height };
}

/** The colour of a picture around a place (0..1 both ways). */
function averageAround({ width, height, color }: Canvas, u: number, v: number): Rgb {
  const reach = Math.max(1, Math.round(Math.min(width, height) / 90));
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let dy = -reach; dy <= reach; dy += reach) {
    for (let dx = -reach; dx <= reach; dx += reach) {
      const x = Math.round(limit(u * (width - 1) + dx, 0, width - 1));
      const y = Math.round(limit(v * (height - 1) + dy, 0, height - 1));
      const index = (y * width + x) * 3;
      sum[0] += at(color, index);
      sum[1] += at(color, index + 1);
      sum[2] += at(color, index + 2);
      count++;
    }
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

function bloomFor(scene: Scene): number {
  return scene.kind === 'landscape' && scene.place === 'city' ? 0.42 : 0.2;
}

const arrange: Record<Place, (brief: Brief, prompt: string) => Setting> = {
  mountains: arrangeMountains,
  desert: arrangeDesert,
  snowfield: arrangeSnowfield,
  meadow: arrangeMeadow,
  sea: arrangeSea,
  beach: arrangeBeach,
  forest: arrangeForest,
  city: arrangeCity,
  cloudSea: arrangeCloudSea,
  waterfall: arrangeWaterfall,
};

const abstracts: Record<
  AbstractKind,
  (canvas: Canvas, palette: AbstractPalette, random: Random, noise: Noise, named: boolean) => void
> = {
  mesh: paintMesh,
  fluid: paintFluid,
  lowPoly: (canvas, palette, random, noise) => paintLowPoly(canvas, palette, random, noise),
  contours: paintContours,
  waves: paintWaves,
  geometric: paintGeometric,
  ink: paintInk,
  layers: paintLayers,
};
