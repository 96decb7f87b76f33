import { rgbaToThumbHash } from 'thumbhash';
import type { Source } from './ingest.ts';
import { type Color, summarize } from './palette.ts';
import { inTurn, openPicture, openPixels, pixelsOf } from './picture.ts';

export type Description = {
  /** A placeholder of about 25 bytes, in base64. */
  thumbhash: string;
  /** The mean of the leading colour, `#rrggbb`. */
  color: string;
  /** The leading colours, largest share first, one to four. */
  palette: Color[];
};

// The format of a thumbhash allows no more.
const EDGE = 100;

/** What a page can show before the picture has come, and what the gallery's filter looks for. */
export async function describe({ bytes, preview }: Source): Promise<Description> {
  const { data, width, height } = await inTurn(undefined, () => {
    const pipeline = preview ? openPixels(preview) : openPicture(bytes).autoOrient();
    const box = { width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true } as const;
    return pixelsOf(pipeline.resize(box).ensureAlpha());
  });
  const hash = rgbaToThumbHash(width, height, data);
  return { thumbhash: Buffer.from(hash).toString('base64'), ...summarize(data) };
}
