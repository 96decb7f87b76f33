import type { Generation } from '@easel/api/contract';

/** Pictures of one set are asked for in one press, so they begin within so much of each other. */
const TOGETHER_MS = 5000;

/** Generations side by side that were asked for together: the same words, the same model, one moment. */
export function setsOf(generations: readonly Generation[]): Generation[][] {
  const sets: Generation[][] = [];
  for (const generation of generations) {
    const set = sets.at(-1);
    const before = set?.at(-1);
    if (set && before && areTogether(before, generation)) set.push(generation);
    else sets.push([generation]);
  }
  return sets;
}

function areTogether(a: Generation, b: Generation): boolean {
  const apart = Math.abs(a.createdAt.getTime() - b.createdAt.getTime());
  // Of one size there is one picture in a set: the same words once more are another try.
  return a.prompt === b.prompt && a.model === b.model && a.size !== b.size && apart <= TOGETHER_MS;
}
