export { collage } from './collage.ts';
export { type Crop, cropTo, MAX_EDGE, MIN_EDGE, reencodeAvatar } from './crop.ts';
export {
  type Derivative,
  type Derived,
  derive,
  derivedWidth,
  FIRST_DERIVATIVE,
  QUEUED_DERIVATIVES,
  queuedDerivatives,
} from './derive.ts';
export { type Description, describe } from './describe.ts';
export { ImageError, type ImageReason, type Ingested, ingest } from './ingest.ts';
export { COLORS, type Color } from './palette.ts';
export { MAX_BYTES, MAX_PIXELS, MAX_SHAPE } from './picture.ts';
export { HEAD, memoryFor } from './picture-format.ts';
