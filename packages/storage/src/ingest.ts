import {
  inTurn,
  MAX_BYTES,
  MAX_PIXELS,
  MAX_SHAPE,
  openPicture,
  openPixels,
  type Pixels,
  pixelsOf,
} from './picture.ts';
import { formatOf, type PictureFormat, structureOf } from './picture-format.ts';

export type ImageReason = 'NotAnImage' | 'Truncated' | 'TooLarge' | 'Unsupported';

/** Thrown for bytes that are no picture to be kept, and why. The message is for a log. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly reason: ImageReason;

  constructor(reason: ImageReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** A picture that passed: its bytes as they came, its true type, its size as a viewer sees it. */
export type Ingested = {
  bytes: Uint8Array;
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  extension: 'png' | 'jpg' | 'webp';
  /** Pixels, after the rotation that the file's EXIF asks for. */
  width: number;
  height: number;
  /** The picture at the size of a thumbnail, so that what is made at once decodes nothing again. */
  preview: Pixels;
};

/** What the makers of derivatives need: a preview is used when there is one and it is enough. */
export type Source = Pick<Ingested, 'bytes'> & Partial<Pick<Ingested, 'preview'>>;

/** The box a preview fits in; its height is what a WebP file can hold. */
export const PREVIEW = { width: 480, height: 16_383 } as const;

/** For pictures as small as a preview: as sharp to the eye as Lanczos3 there, and a third of its time. */
export const PREVIEW_KERNEL = 'lanczos2';

const KINDS = {
  png: { contentType: 'image/png', extension: 'png' },
  jpeg: { contentType: 'image/jpeg', extension: 'jpg' },
  webp: { contentType: 'image/webp', extension: 'webp' },
} as const satisfies Record<PictureFormat, Pick<Ingested, 'contentType' | 'extension'>>;

/**
 * The one door for foreign pictures: a still PNG, JPEG or WebP by its content, decoded to the
 * last pixel, at most 25 megapixels and 50 MB, and no mere line. Bytes behind the picture's own end are let
 * through: the original leaves only as a download of its true type, and what a page shows is
 * re-encoded. Throws `ImageError`.
 */
export async function ingest(bytes: Uint8Array, signal?: AbortSignal): Promise<Ingested> {
  const { format, animated } = outline(bytes);
  if (animated) throw new ImageError('Unsupported', 'the picture is animated');
  const size = await measure(bytes);
  const preview = await inTurn(signal, () => shrink(bytes).catch(refuse));
  return { bytes, ...KINDS[format], ...size, preview };
}

/** Checks what can be told without decoding. */
export function outline(bytes: Uint8Array): { format: PictureFormat; animated: boolean } {
  if (bytes.byteLength > MAX_BYTES) {
    throw new ImageError('TooLarge', `the file has ${bytes.byteLength} bytes`);
  }
  const format = formatOf(bytes);
  if (format === undefined) throw new ImageError('NotAnImage', 'the bytes are no picture');
  if (format === 'other') throw new ImageError('Unsupported', 'only PNG, JPEG and WebP are taken');
  const { end, animated } = structureOf(bytes, format);
  if (end === undefined) throw new ImageError('Truncated', 'the file ends before the picture does');
  return { format, animated };
}

/** The size as a viewer sees it, from the header alone. */
export async function measure(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { autoOrient } = await openPicture(bytes, Number.MAX_SAFE_INTEGER).metadata().catch(refuse);
  if (autoOrient.width * autoOrient.height > MAX_PIXELS) {
    const { width, height } = autoOrient;
    throw new ImageError('TooLarge', `the picture is ${width} by ${height} pixels`);
  }
  const sides = [autoOrient.width, autoOrient.height];
  if (Math.max(...sides) > MAX_SHAPE * Math.min(...sides))
    throw new ImageError('Unsupported', `the picture is a line of ${sides.join(' by ')} pixels`);
  return { width: autoOrient.width, height: autoOrient.height };
}

/**
 * Decodes every pixel and shrinks as the rows come, so that a picture is never in memory whole where
 * its format can be read by rows. Turned at the end, because turning needs all rows.
 */
async function shrink(bytes: Uint8Array): Promise<Pixels> {
  const { width, height, orientation = 1 } = await openPicture(bytes).metadata();
  const box = orientation > 4 ? { width: PREVIEW.height, height: PREVIEW.width } : PREVIEW;
  const pixels = await pixelsOf(
    openPicture(bytes)
      // A cut that takes all keeps decoders from shrinking by themselves, which may skip the last rows.
      .extract({ left: 0, top: 0, width, height })
      .resize({ ...box, fit: 'inside', withoutEnlargement: true, kernel: PREVIEW_KERNEL }),
  );
  return turned(pixels, orientation);
}

/** How EXIF's orientations 2 to 8 come upright: mirrored first where it says so, then rotated. */
const TURNS: Record<number, { mirrored: boolean; angle: number }> = {
  2: { mirrored: true, angle: 0 },
  3: { mirrored: false, angle: 180 },
  4: { mirrored: true, angle: 180 },
  5: { mirrored: true, angle: 270 },
  6: { mirrored: false, angle: 90 },
  7: { mirrored: true, angle: 90 },
  8: { mirrored: false, angle: 270 },
};

async function turned(pixels: Pixels, orientation: number): Promise<Pixels> {
  const turn = TURNS[orientation];
  if (!turn) return pixels;
  return pixelsOf(openPixels(pixels).flop(turn.mirrored).rotate(turn.angle));
}

function refuse(error: unknown): never {
  throw new ImageError('NotAnImage', 'the picture cannot be decoded', error);
}
