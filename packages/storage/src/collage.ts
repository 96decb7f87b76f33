import { outline } from './ingest.ts';
import { inTurn, openPicture, openPixels, type Pixels, pixelsOf } from './picture.ts';

const GAP = 8;
/** The page's paper. */
const PAPER = { r: 251, g: 250, b: 248 };

/** For so many pictures: how many stand in each column. */
const COLUMNS = [[], [1], [1, 1], [1, 2], [2, 2], [1, 2, 2], [2, 2, 2]];

type Box = { left: number; top: number; width: number; height: number };

/**
 * One JPEG of up to six pictures, each cut to its part of it around what draws the eye. At most as
 * many run at a time as there are cores; a picture is read when it is its turn. Throws `RangeError`
 * when there is none.
 */
export async function collage(
  pictures: readonly (() => Promise<Uint8Array>)[],
  size: { width: number; height: number },
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const boxes = boxesFor(pictures.length, size);
  if (boxes.length === 0) throw new RangeError('a collage is of one picture at least');
  return inTurn(signal, async () => {
    const parts: { input: Buffer; raw: Omit<Pixels, 'data'>; left: number; top: number }[] = [];
    for (const [n, { left, top, width, height }] of boxes.entries()) {
      const bytes = await pictures[n]?.();
      if (!bytes) continue;
      outline(bytes);
      signal?.throwIfAborted();
      const { data, ...raw } = await pixelsOf(
        openPicture(bytes)
          .autoOrient()
          .resize({ width, height, fit: 'cover', position: 'attention' })
          .flatten({ background: PAPER }),
      );
      parts.push({ input: Buffer.from(data.buffer, data.byteOffset, data.length), raw, left, top });
    }
    const paper = Buffer.alloc(size.width * size.height * 3);
    for (let at = 0; at < paper.length; at += 3) paper.set([PAPER.r, PAPER.g, PAPER.b], at);
    return openPixels({ data: paper, ...size, channels: 3 })
      .composite(parts)
      .jpeg({ quality: 84 })
      .toBuffer();
  });
}

function boxesFor(count: number, { width, height }: { width: number; height: number }): Box[] {
  const columns = COLUMNS[Math.min(count, COLUMNS.length - 1)] ?? [];
  const wide = (width - GAP * (columns.length - 1)) / columns.length;
  return columns.flatMap((rows, column) => {
    const high = (height - GAP * (rows - 1)) / rows;
    return Array.from({ length: rows }, (_, row) => ({
      left: Math.round(column * (wide + GAP)),
      top: Math.round(row * (high + GAP)),
      width: Math.round(wide),
      height: Math.round(high),
    }));
  });
}
