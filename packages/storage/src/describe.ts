import { rgbaToThumbHash } from 'thumbhash';
import type { Ingested } from './ingest.ts';
import { type Color, summarize } from './palette.ts';
import { inTurn, openPicture } from './picture.ts';

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
export async function describe(picture: Pick<Ingested, 'bytes'>): Promise<Description> {
  const { data, info } = await inTurn(undefined, () =>
    openPicture(picture.bytes)
      .autoOrient()
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  const hash = rgbaToThumbHash(info.width, info.height, data);
  return { thumbhash: Buffer.from(hash).toString('base64'), ...summarize(data) };
}
