import { createHash, createHmac } from 'node:crypto';

/** A UUID version 7 of that time whose other 74 bits are given. */
function uuidAt(at: Date, rest: bigint): string {
  const bits =
    (BigInt(at.getTime()) << 80n) |
    (7n << 76n) |
    ((rest >> 62n) << 64n) |
    (2n << 62n) |
    (rest & (2n ** 62n - 1n));
  const hex = bits.toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const firstBits = (digest: Buffer, count: bigint) =>
  (digest.readBigUInt64BE(0) * 2n ** 16n + BigInt(digest.readUInt16BE(8))) >> (80n - count);

const ORDER = 2n ** 40n - 1n;

/** What a text is remembered by. */
export function digestOf(...texts: string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
}

/** The key of whoever a verified address belongs to. */
export function keyOf(address: string): string {
  return `email ${address}`;
}

/** The id of an older system that is known by this. */
export function sourceIdOf(known: string): string {
  return uuidAt(new Date(0), firstBits(createHash('sha256').update(known).digest(), 74n));
}

/**
 * The id of an imported wallpaper: made of nothing but where it comes from, so a repeat makes the
 * same row, and in the older order also among pictures of one moment (for ids below 2^40).
 */
export function wallpaperIdOf(sourceId: string, olderId: bigint, at: Date): string {
  const order = olderId < 0n ? 0n : olderId > ORDER ? ORDER : olderId;
  const digest = createHash('sha256').update(`${sourceId} ${olderId}`).digest();
  return uuidAt(at, (order << 34n) | firstBits(digest, 34n));
}

/**
 * The id of an imported person. Everyone sees it, so it is made with the site's secret: no address can
 * be tried against it.
 */
export function personIdOf(secret: string, sourceId: string, key: string, at: Date): string {
  const digest = createHmac('sha256', `${secret} imported person`)
    .update(`${sourceId} ${key}`)
    .digest();
  return uuidAt(at, firstBits(digest, 74n));
}
