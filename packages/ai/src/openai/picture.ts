import { PaintError, type Painting } from '../model.ts';

type Picture = Pick<Painting, 'picture' | 'mediaType'>;

/**
 * The picture in one entry of an answer: base64 with or without a `data:` prefix, or an address,
 * under either name. Throws UPSTREAM_BAD_IMAGE when there is none, or none that can be a picture.
 * The bytes are not decoded here; whoever stores them does.
 */
export function pictureIn(entry: unknown): Picture {
  const text = textIn(entry);
  if (text === undefined) throw bad('The answer holds no picture.');
  if (/^https?:\/\//i.test(text)) return { picture: { kind: 'url', url: text } };
  return decodePicture(text);
}

/** Decodes base64, with or without a `data:` prefix. Throws UPSTREAM_BAD_IMAGE. */
export function decodePicture(text: string): Picture & { mediaType: string } {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  const header = text.slice(0, Math.max(0, comma));
  if (comma >= 0 && !/;base64$/i.test(header)) throw bad('A data address that is not base64.');
  const bytes = new Uint8Array(Buffer.from(text.slice(comma + 1), 'base64'));
  const mediaType = sniff(bytes);
  if (!mediaType) throw bad(`${bytes.length} bytes that are no PNG, JPEG or WebP.`);
  return { picture: { kind: 'bytes', bytes }, mediaType };
}

function textIn(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry.trim() || undefined;
  if (typeof entry !== 'object' || entry === null) return undefined;
  const texts = ['b64_json', 'url'].map((key) => {
    const value: unknown = Object.getOwnPropertyDescriptor(entry, key)?.value;
    return typeof value === 'string' ? value.trim() : '';
  });
  return texts.find((text) => text !== '');
}

/** Tells a picture by its first bytes; names and headers lie. */
function sniff(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp';
  return null;
}

function bad(message: string): PaintError {
  return new PaintError('UPSTREAM_BAD_IMAGE', message);
}
