import type { Picture } from './render.ts';

/** What a painter's thread is started with. */
export type ToThread = {
  prompt: string;
  seed: number;
  width: number;
  height: number;
  previews: boolean;
};

/** A draft, or with progress 1 the finished picture. */
export type FromThread = Picture & { progress: number };
