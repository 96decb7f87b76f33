import { paintContours } from './abstract/contours.ts';
import { paintFluid } from './abstract/fluid.ts';
import { paintGeometric } from './abstract/geometric.ts';
import { paintInk } from './abstract/ink.ts';
import { paintLayers } from './abstract/layers.ts';
import { paintLowPoly } from './abstract/low-poly.ts';
import { paintLowPolyLand } from './abstract/low-poly-land.ts';
import { paintMesh } from './abstract/mesh.ts';
import { type AbstractPalette, abstractPalette } from './abstract/palette.ts';
import { paintWaves } from './abstract/waves.ts';
import { type Canvas, createCanvas } from './canvas.ts';
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
  const brief = (time: TimeOfDay): Brief => ({
    width,
    height,
    aspect: width / height,
    reading,
    words,
    time,
    random,
    noise,
  });
  if (scene.kind === 'landscape') {
    const asked = brief(scene.time);
    paintLandscape(canvas, asked, arrange[scene.place](asked));
  } else if (scene.kind === 'space') {
    paintSpace(canvas, reading, words, random.fork('space'), noise);
  } else {
    const palette = abstractPalette(reading, random.fork('palette'));
    if (scene.form === 'lowPoly' && scene.of) {
      const asked = brief(scene.of.time);
      paintLowPolyLand(canvas, asked, arrange[scene.of.place](asked));
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

function bloomFor(scene: Scene): number {
  return scene.kind === 'landscape' && scene.place === 'city' ? 0.42 : 0.2;
}

const arrange: Record<Place, (brief: Brief) => Setting> = {
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
  lowPoly: paintLowPoly,
  contours: paintContours,
  waves: paintWaves,
  geometric: paintGeometric,
  ink: paintInk,
  layers: paintLayers,
};
