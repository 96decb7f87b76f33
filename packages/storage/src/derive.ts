import type { Ingested } from './ingest.ts';
import { inTurn, openPicture } from './picture.ts';

/** `full` is the original's own width. */
export type Derivative = { width: number | 'full'; format: 'webp' | 'avif' };

export type Derived = {
  bytes: Uint8Array;
  width: number;
  height: number;
  contentType: 'image/webp' | 'image/avif';
};

/** Made at once: what a gallery shows. */
export const FIRST_DERIVATIVE: Derivative = { width: 480, format: 'webp' };

/** Made later by the queue, in this order. */
export const QUEUED_DERIVATIVES: readonly Derivative[] = [
  { width: 960, format: 'webp' },
  { width: 1440, format: 'webp' },
  { width: 1920, format: 'webp' },
  { width: 'full', format: 'webp' },
  { width: 480, format: 'avif' },
  { width: 960, format: 'avif' },
];

// What a WebP file can hold on a side.
const LONGEST_EDGE = 16_383;

/** The queued kinds that make sense for a picture: a width it does not have is left to `full`. */
export function queuedDerivatives(originalWidth: number): Derivative[] {
  return QUEUED_DERIVATIVES.filter(({ width }) => width === 'full' || width < originalWidth);
}

/**
 * One picture for pages: in sRGB, without metadata, as wide as asked for but never wider than
 * the original.
 */
export async function derive(
  picture: Pick<Ingested, 'bytes'>,
  { width, format }: Derivative,
  signal?: AbortSignal,
): Promise<Derived> {
  const box = {
    width: width === 'full' ? LONGEST_EDGE : Math.min(width, LONGEST_EDGE),
    height: LONGEST_EDGE,
  };
  const { data, info } = await inTurn(signal, () => {
    const resized = openPicture(picture.bytes)
      .autoOrient()
      .resize({ ...box, fit: 'inside', withoutEnlargement: true });
    // Higher efforts cost seconds for a few per cent.
    const encoded =
      format === 'webp'
        ? resized.webp({ quality: 80, effort: 4, smartSubsample: true })
        : resized.avif({ quality: 50, effort: 0 });
    return encoded.toBuffer({ resolveWithObject: true });
  });
  return { bytes: data, width: info.width, height: info.height, contentType: `image/${format}` };
}
