import { expect, test } from 'vitest';
import { CENTER, focusAt, freedom, placeOf } from './crop.ts';

const wide = { width: 1920, height: 1080 };
const phone = { width: 1290, height: 2796 };

test('a wide picture on a phone moves sideways, a tall one on a monitor up and down', () => {
  expect(freedom(wide, phone)?.axis).toBe('x');
  expect(freedom(phone, wide)?.axis).toBe('y');
});

test('what is cut away is the share that the screen does not show', () => {
  // A 16:9 picture is 1920 wide; a phone of that height shows 1080 * 1290 / 2796 = 498 of it.
  expect(freedom(wide, phone)?.cut).toBeCloseTo(1 - 498.28 / 1920, 3);
});

test('a picture in the shape of the screen cannot be moved, rounding included', () => {
  expect(freedom({ width: 1296, height: 2800 }, phone)).toBeNull();
});

test('the middle is in the middle', () => {
  const free = freedom(wide, phone);
  expect(free && placeOf(CENTER, free)).toBeCloseTo(0.5);
});

test('a focus near the border stops where the picture ends', () => {
  const free = freedom(wide, phone);
  expect(free && placeOf({ x: 0.02, y: 0.5 }, free)).toBe(0);
  expect(free && placeOf({ x: 0.98, y: 0.5 }, free)).toBe(1);
});

test.each([0, 0.25, 0.5, 1])('a place (%d) becomes a focus and the same place again', (place) => {
  const free = freedom(wide, phone);
  if (!free) throw new Error('It should be free to move.');
  const focus = focusAt(place, { x: 0.9, y: 0.3 }, free);
  expect(focus.y).toBe(0.3);
  expect(placeOf(focus, free)).toBeCloseTo(place, 3);
});
