import { PREVIEW, PREVIEW_KERNEL, type Source } from './ingest.ts';
import { inTurn, openPicture, openPixels } from './picture.ts';

/** `full` is the original's own width. */
export type Derivative = { width: number | 'full'; format: 'webp' | 'avif' };

export type Derived = {
  bytes: Uint8Array;
  width: number;
  height: number;
  contentType: 'image/webp' | 'image/avif';
};

/** Made at once: what a gallery shows. */
export const FIRST_DERIVATIVE: Derivative = { width: PREVIEW.width, format: 'webp' };

/** Made later by the queue, in this order. */
const QUEUED_DERIVATIVES: readonly Derivative[] = [
  { width: 960, format: 'webp' },
  { width: 1440, format: 'webp' },
  { width: 1920, format: 'webp' },
  { width: 'full', format: 'webp' },
  { width: 480, format: 'avif' },
  { width: 960, format: 'avif' },
];

const LONGEST_EDGE = PREVIEW.height;

/** The queued kinds that make sense for a picture: a width it does not have is left to `full`. */
export function queuedDerivatives(originalWidth: number): Derivative[] {
  return QUEUED_DERIVATIVES.filter(({ width }) => width === 'full' || width < originalWidth);
}

/** How wide `derive` makes that kind of a picture: a very tall one is narrowed until it fits. */
export function derivedWidth(
  original: { width: number; height: number },
  { width }: Derivative,
): number {
  const widest = Math.min(original.width, width === 'full' ? LONGEST_EDGE : width, LONGEST_EDGE);
  const scale = Math.min(1, LONGEST_EDGE / ((original.height * widest) / original.width));
  return Math.max(1, Math.round(widest * scale));
}

/**
 * One picture for pages: in sRGB, without metadata, as wide as asked for but never wider than
 * the original.
 */
export async function derive(
  { bytes, preview }: Source,
  { width, format }: Derivative,
  signal?: AbortSignal,
): Promise<Derived> {
  const widest = width === 'full' ? LONGEST_EDGE : Math.min(width, LONGEST_EDGE);
  const { data, info } = await inTurn(signal, () => {
    const pipeline =
      preview && widest <= PREVIEW.width ? openPixels(preview) : openPicture(bytes).autoOrient();
    const resized = pipeline.resize({
      width: widest,
      height: LONGEST_EDGE,
      fit: 'inside',
      withoutEnlargement: true,
      kernel: widest <= PREVIEW.width ? PREVIEW_KERNEL : 'lanczos3',
    });
    // Higher efforts cost much time for a few per cent: at 480 pixels nobody should wait for them.
    const encoded =
      format === 'webp'
        ? resized.webp({ quality: 80, effort: widest <= PREVIEW.width ? 2 : 4 })
        : resized.avif({ quality: 50, effort: 0 });
    return encoded.toBuffer({ resolveWithObject: true });
  });
  return { bytes: data, width: info.width, height: info.height, contentType: `image/${format}` };
}
