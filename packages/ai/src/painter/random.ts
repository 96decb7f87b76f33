import { mix } from './arrays.ts';

/** A stream of numbers in 0..1 that is the same for the same seed on every machine. */
export type Random = {
  (): number;
  /** A number between the two. */
  between(low: number, high: number): number;
  /** True with the given chance. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** An independent stream, so that one more draw in one part of a picture moves nothing in another. */
  fork(name: string): Random;
};

/** FNV-1a over the UTF-8 bytes, with a final mix (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return scramble(hash);
}

/** Spreads a small number over all bits; nothing for 0. */
export function hashSeed(seed: number): number {
  return scramble(seed >>> 0);
}

/** A repeatable 0..1 for a pair of whole numbers: the window of a building, the cell of a mosaic. */
export function hashCell(column: number, row: number, seed: number): number {
  const mixed = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1) ^ seed;
  return scramble(mixed) / 0x1_0000_0000;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    // A Weyl sequence through a bijective mix: 2^32 values before it repeats.
    state = (state + 0x9e3779b9) >>> 0;
    return scramble(state) / 0x1_0000_0000;
  };
  return Object.assign(next, {
    between: (low: number, high: number) => mix(low, high, next()),
    chance: (probability: number) => next() < probability,
    pick: <Item>(items: readonly [Item, ...Item[]]): Item =>
      items[Math.floor(next() * items.length)] ?? items[0],
    fork: (name: string) => createRandom(seed ^ hashText(name)),
  });
}

/** The 32-bit finaliser "lowbias32" by Chris Wellons (https://nullprogram.com/blog/2018/07/31/). */
function scramble(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
