import { type Size, supportsSize } from '@easel/ai/render-size';
import { type Model, parseSize } from '../contract.ts';
import { EaselError } from '../errors.ts';

/** The model asked for, or the first one offered. Throws MODEL_UNKNOWN. */
export function chooseModel(models: readonly Model[], id: string | undefined): Model {
  const model = id === undefined ? models[0] : models.find((offered) => offered.id === id);
  if (!model) throw new EaselError('MODEL_UNKNOWN');
  return model;
}

/** Reads `WIDTHxHEIGHT` and checks that the model paints it. Throws SIZE_UNSUPPORTED. */
export function requireSize(model: Model, text: string): Size {
  const size = parseSize(text);
  if (!size || !supportsSize(model.sizes, size)) throw new EaselError('SIZE_UNSUPPORTED');
  return size;
}

/** Checks that a quality or a style is one of the model's. Throws INPUT_INVALID. */
export function requireOption(offered: readonly string[], chosen: string | undefined): void {
  if (chosen !== undefined && !offered.includes(chosen)) throw new EaselError('INPUT_INVALID');
}
