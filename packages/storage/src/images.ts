/** Door "./images": foreign pictures, and what is made of them. Loads sharp; for servers only. */

export { collage } from './collage.ts';
export { type Crop, cropTo, reencodeAvatar } from './crop.ts';
export {
  type Derivative,
  type Derived,
  derive,
  derivedWidth,
  FIRST_DERIVATIVE,
  queuedDerivatives,
} from './derive.ts';
export { type Description, describe } from './describe.ts';
export { ImageError, type ImageReason, type Ingested, ingest } from './ingest.ts';
export { COLORS, type Color } from './palette.ts';
export { MAX_BYTES, MAX_SHAPE } from './picture.ts';
export { HEAD, memoryFor } from './picture-format.ts';
