export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** What the first bytes are: a format that is taken, another known one, or nothing known. */
export function formatOf(bytes: Uint8Array): PictureFormat | 'other' | undefined {
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp';
  const others = [
    'GIF8',
    'BM',
    'II*\0',
    'MM\0*',
    '\xff\x0a',
    '\0\0\0\x0cJXL ',
    '8BPS',
    '\0\0\x01\0',
  ];
  if (others.some((magic) => startsWith(bytes, magic)) || startsWith(bytes, 'ftyp', 4)) {
    return 'other';
  }
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  return /<svg[\s>]/i.test(head) ? 'other' : undefined;
}

/** How many bytes of a file's beginning `memoryFor` looks at. */
export const HEAD = 33;

/**
 * About the memory that `ingest` takes for a file of `length` bytes that begins so. A plain PNG is
 * read by rows. What is interlaced or progressive, and every WebP, is decoded whole: too much to tell.
 */
export function memoryFor(head: Uint8Array, length: number): number {
  if (head.byteLength < HEAD || formatOf(head) !== 'png') return Number.POSITIVE_INFINITY;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isInterlaced = view.getUint8(28) !== 0;
  // Measured: 22 to 44 MB of rows on their way at 5000 by 5000, whose row has 15 to 40 kB.
  return isInterlaced ? Number.POSITIVE_INFINITY : length + view.getUint32(16) * view.getUint32(20);
}

export type Structure = {
  /** Where the picture ends, by its own account; absent when the bytes end before it does. */
  end: number | undefined;
  animated: boolean;
};

/** Reads a file's outline without decoding anything. */
export function structureOf(bytes: Uint8Array, format: PictureFormat): Structure {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'png') return structureOfPng(bytes, view);
  if (format === 'webp') return structureOfWebp(bytes, view);
  return { end: endOfJpeg(view), animated: false };
}

function structureOfPng(bytes: Uint8Array, view: DataView): Structure {
  let animated = false;
  // A chunk: length, name, data, checksum.
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const next = at + 12 + view.getUint32(at);
    if (startsWith(bytes, 'acTL', at + 4)) animated = true;
    if (next > view.byteLength) break;
    if (startsWith(bytes, 'IEND', at + 4)) return { end: next, animated };
    at = next;
  }
  return { end: undefined, animated };
}

function structureOfWebp(bytes: Uint8Array, view: DataView): Structure {
  const end = 8 + view.getUint32(4, true);
  const extended = startsWith(bytes, 'VP8X', 12) && view.byteLength > 20;
  const animated = extended && (view.getUint8(20) & 0b10) !== 0;
  return { end: end <= view.byteLength ? end : undefined, animated };
}

function endOfJpeg(view: DataView): number | undefined {
  for (let at = 2; at + 2 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) {
      // Between markers lies coded data, in which 0xff is always followed by zero.
      at += 1;
      continue;
    }
    const marker = view.getUint8(at + 1);
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at += 1;
    else if (hasNoLength(marker)) at += 2;
    else if (at + 4 > view.byteLength) break;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function hasNoLength(marker: number): boolean {
  return marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

function startsWith(bytes: Uint8Array, magic: string, at = 0): boolean {
  if (bytes.byteLength < at + magic.length) return false;
  for (let i = 0; i < magic.length; i += 1) {
    if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  }
  return true;
}
