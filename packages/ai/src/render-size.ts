/** Door "./render-size": sizes, screens and what fits whom. Pure, runs in a browser. */
export { renderSize } from './fit-screen.ts';
export type { Size, SizeRule } from './model.ts';
export { type PictureShape, pictureShapes } from './picture-shapes.ts';
export {
  coversScreen,
  cropFraction,
  formatSize,
  parseSize,
  parseSizes,
  supportsSize,
} from './size.ts';
