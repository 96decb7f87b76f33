import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';

export type Format = 'png' | 'jpeg' | 'webp';

/** A soft, colourful picture, the same for the same prompt. `detail` is how many blots a side. */
export async function paintBlots(
  prompt: string,
  size: { width: number; height: number },
  format: Format,
  detail = 6,
): Promise<Buffer> {
  const colors = Buffer.concat(
    Array.from({ length: Math.ceil((detail * detail * 3) / 32) }, (_, part) =>
      createHash('sha256').update(`${prompt}/${part}`).digest(),
    ),
  ).subarray(0, detail * detail * 3);
  const image = sharp(colors, { raw: { width: detail, height: detail, channels: 3 } }).resize({
    ...size,
    fit: 'fill',
    kernel: 'cubic',
  });
  return encode(image, format);
}

/** The source, recoloured by the prompt: an edit that can be recognised as one. */
export async function repaint(
  source: Uint8Array,
  prompt: string,
  size: { width: number; height: number },
  format: Format,
): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = createHash('sha256').update(prompt).digest();
  const image = sharp(source, { failOn: 'warning' })
    .resize({ ...size, fit: 'cover' })
    .tint({ r, g, b });
  return encode(image, format);
}

/** True for a whole PNG, JPEG or WebP, the only ones that the real service edits. */
export async function isPicture(bytes: Uint8Array): Promise<boolean> {
  try {
    const image = sharp(bytes, { failOn: 'warning' });
    const { format } = await image.metadata();
    await image.stats();
    return format === 'png' || format === 'jpeg' || format === 'webp';
  } catch {
    return false;
  }
}

async function encode(image: Sharp, format: Format): Promise<Buffer> {
  if (format === 'jpeg') return image.jpeg({ quality: 90 }).toBuffer();
  if (format === 'webp') return image.webp({ effort: 0 }).toBuffer();
  return image.png({ compressionLevel: 1 }).toBuffer();
}
