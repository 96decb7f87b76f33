/** Door ".": image services and a painter behind one interface. Loads sharp; for servers only. */
export type { AiSettings } from './catalog.ts';
export { costOf, type Prices } from './costs.ts';
export {
  type ImageModel,
  type ModelInfo,
  PaintError,
  type Painting,
  type PaintReason,
  type PaintRequest,
  type Size,
  type SizeRule,
  type Usage,
} from './model.ts';
export type { Judgement } from './openai/moderation.ts';
export { type ImageService, openImageService } from './service.ts';
