import { ImageError, measure, outline } from './ingest.ts';
import { inTurn, openPicture } from './picture.ts';

export type Crop = {
  /** Pixels, 16..8192. */
  width: number;
  height: number;
  format: 'jpeg' | 'png' | 'webp';
  /** The point to keep in the middle, 0..1 of the picture's width; absent: what draws the eye. */
  x?: number | undefined;
  y?: number | undefined;
};

type Size = { width: number; height: number };
type Point = { x: number; y: number };

const MIN_EDGE = 16;
const MAX_EDGE = 8192;

// Lanczos3 looks this many target pixels to each side.
const REACH = 4;
const SEARCH_EDGE = 256;

/**
 * The picture scaled to cover exactly that size and cropped around its focal point, enlarged
 * when it is smaller. At most as many run at a time as there are cores; a signal takes its call
 * out of the line. A picture that is a function is read when it is its turn, so that a long line
 * holds no pictures. Throws `RangeError` for a size or point out of bounds.
 */
export async function cropTo(
  picture: Uint8Array | (() => Promise<Uint8Array>),
  crop: Crop,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  checkCrop(crop);
  return inTurn(signal, async () => {
    const bytes = picture instanceof Uint8Array ? picture : await picture();
    outline(bytes);
    const original = await measure(bytes);
    signal?.throwIfAborted();
    const focus = await focusOf(bytes, original, crop);
    signal?.throwIfAborted();
    const { source, scaled, offset } = windowOf(original, crop, focus);
    const cut = openPicture(bytes)
      .autoOrient()
      .extract(source)
      .resize({ ...scaled, fit: 'fill', kernel: 'lanczos3' })
      .extract({ ...offset, width: crop.width, height: crop.height });
    if (crop.format === 'png') return cut.png().toBuffer();
    if (crop.format === 'webp') return cut.webp({ quality: 92 }).toBuffer();
    return cut.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
  });
}

/** A square WebP of 256 pixels from what a person uploaded; nothing else of the file survives. */
export async function reencodeAvatar(bytes: Uint8Array): Promise<Uint8Array> {
  return cropTo(bytes, { width: 256, height: 256, format: 'webp' }).catch((error: unknown) => {
    if (error instanceof ImageError) throw error;
    throw new ImageError('NotAnImage', 'the picture cannot be decoded', error);
  });
}

/**
 * Where to put the middle. What draws the eye is looked for on a small copy, since the search
 * holds the whole scaled picture in memory.
 */
async function focusOf(bytes: Uint8Array, original: Size, crop: Crop): Promise<Point> {
  if (crop.x !== undefined || crop.y !== undefined) return { x: crop.x ?? 0.5, y: crop.y ?? 0.5 };
  const small = scaledBy(
    original,
    Math.min(1, SEARCH_EDGE / Math.max(original.width, original.height)),
  );
  const target = scaledBy(crop, Math.min(small.width / crop.width, small.height / crop.height));
  const { info } = await openPicture(bytes)
    .autoOrient()
    .resize({ ...target, fit: 'cover', position: 'attention' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = Math.max(target.width / original.width, target.height / original.height);
  // Absent when the shapes are alike and nothing has to be cut away.
  const { attentionX, attentionY } = info;
  if (attentionX === undefined || attentionY === undefined) return { x: 0.5, y: 0.5 };
  return { x: attentionX / (original.width * scale), y: attentionY / (original.height * scale) };
}

/**
 * Which part of the original to scale, to what size, and where the crop lies in that. Only that
 * part is scaled, so memory is bounded by the two sizes, however unlike their shapes are.
 */
function windowOf(original: Size, crop: Size, focus: Point) {
  const scale = Math.max(crop.width / original.width, crop.height / original.height);
  const across = spanOf(original.width, crop.width, scale, focus.x);
  const down = spanOf(original.height, crop.height, scale, focus.y);
  return {
    source: { left: across.from, top: down.from, width: across.length, height: down.length },
    scaled: { width: across.scaled, height: down.scaled },
    offset: { left: across.offset, top: down.offset },
  };
}

function spanOf(original: number, wanted: number, scale: number, focus: number) {
  const slack = Math.max(0, original * scale - wanted);
  const start = Math.min(slack, Math.max(0, focus * original * scale - wanted / 2));
  const margin = Math.ceil(REACH * Math.max(1, 1 / scale));
  const from = Math.max(0, Math.floor(start / scale) - margin);
  const to = Math.min(original, Math.ceil((start + wanted) / scale) + margin);
  const scaled = Math.max(wanted, Math.round((to - from) * scale));
  const offset = Math.min(scaled - wanted, Math.max(0, Math.round(start - from * scale)));
  return { from, length: to - from, scaled, offset };
}

function scaledBy({ width, height }: Size, factor: number): Size {
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
  };
}

function checkCrop({ width, height, x = 0, y = 0 }: Crop): void {
  const edgesFit = [width, height].every(
    (edge) => Number.isInteger(edge) && edge >= MIN_EDGE && edge <= MAX_EDGE,
  );
  if (!edgesFit) throw new RangeError(`a side has ${MIN_EDGE} to ${MAX_EDGE} whole pixels`);
  if ([x, y].every((share) => share >= 0 && share <= 1)) return;
  throw new RangeError('a focal point lies between 0 and 1');
}
