import type { ModelInfo } from '../model.ts';

/** What the built-in painter can do. Pure data: importing it loads no renderer. */
export const painterInfo: ModelInfo = {
  id: 'painter',
  name: 'Easel Painter',
  ai: false,
  edits: false,
  previews: true,
  qualities: [],
  styles: [],
  sizes: {
    kind: 'any',
    multipleOf: 1,
    maxRatio: 4,
    maxEdge: 3840,
    minPixels: 256 * 256,
    maxPixels: 3840 * 2160,
  },
};
