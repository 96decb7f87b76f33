import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openRoom } from './room.ts';

const never = new AbortController().signal;

test('no more bytes are held than there is room for, what is larger is held alone, and nobody is overtaken', async () => {
  const room = openRoom(20);
  const sizes = Array.from({ length: 200 }, (_, at) => (at % 17 === 0 ? 50 : 1 + ((at * 7) % 12)));
  let [held, count, most] = [0, 0, 0];
  const order: number[] = [];
  await Promise.all(
    sizes.map((size, at) =>
      room(size, never, async () => {
        order.push(at);
        held += size;
        count += 1;
        if (held > 20) expect(count).toBe(1);
        else most = Math.max(most, held);
        await setTimeout(at % 3);
        held -= size;
        count -= 1;
        if (at % 10 === 0) throw new Error('broken');
      }).catch((error: Error) => expect(error.message).toBe('broken')),
    ),
  );
  expect(order).toEqual(sizes.map((_, at) => at));
  expect(most).toBeGreaterThan(15);
});

test('who gives up waiting leaves the line to the others', async () => {
  const room = openRoom(10);
  const first = Promise.withResolvers<string>();
  const leaving = new AbortController();
  const ends = Promise.allSettled([
    room(8, never, () => first.promise),
    room(9, leaving.signal, async () => 'second'),
    room(2, never, async () => 'third'),
  ]);
  await setTimeout(1);
  leaving.abort(new Error('left'));
  await setTimeout(1);
  first.resolve('first');
  expect(await ends).toMatchObject([
    { value: 'first' },
    { reason: { message: 'left' } },
    { value: 'third' },
  ]);
  await expect(room(1, leaving.signal, async () => 'late')).rejects.toThrow('left');
});
