import type { Generation } from '@easel/api/contract';
import { expect, test } from 'vitest';
import { setsOf } from './sets.ts';

const generation = (id: string, prompt: string, size: string, second: number): Generation => ({
  id,
  prompt,
  size,
  model: 'painter',
  status: 'queued',
  createdAt: new Date(second * 1000),
  updatedAt: new Date(second * 1000),
  version: 1,
});

test('pictures that were asked for in one press are one set, and a second try is another', () => {
  const sets = setsOf([
    generation('a', 'a lake', '1290x2796', 100),
    generation('b', 'a lake', '2880x1800', 101),
    generation('c', 'a lake', '2880x1800', 90),
    generation('d', 'a hill', '1290x2796', 90),
    generation('e', 'a hill', '2880x1800', 30),
  ]);
  expect(sets.map((set) => set.map(({ id }) => id))).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  expect(setsOf([])).toEqual([]);
});
