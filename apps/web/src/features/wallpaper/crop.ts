import type { Focus } from '@easel/api/contract';

/** Width and height in any unit; only the shape counts here. */
type Size = { width: number; height: number };

/** Where a crop begins that nobody has moved. */
export const CENTER: Focus = { x: 0.5, y: 0.5 };

/** Below this share the picture fits: nobody sees what is gone. */
const VISIBLE = 0.005;

/**
 * The one direction in which a picture that covers a screen can be moved, and the share of it that
 * is cut away there. Null when it fits.
 */
export function freedom(picture: Size, screen: Size): { axis: 'x' | 'y'; cut: number } | null {
  const ratio = picture.width / picture.height / (screen.width / screen.height);
  const cut = 1 - Math.min(ratio, 1 / ratio);
  return cut < VISIBLE ? null : { axis: ratio > 1 ? 'x' : 'y', cut };
}

/** Where the crop lies between its two ends, 0..1, for a focus; the way the download crops. */
export function placeOf(focus: Focus, { axis, cut }: { axis: 'x' | 'y'; cut: number }): number {
  const start = focus[axis] - (1 - cut) / 2;
  return Math.min(1, Math.max(0, start / cut));
}

/** The focus that puts the crop at that place; the other direction stays as it was. */
export function focusAt(
  place: number,
  focus: Focus,
  { axis, cut }: { axis: 'x' | 'y'; cut: number },
): Focus {
  const value = Math.min(1, Math.max(0, place)) * cut + (1 - cut) / 2;
  return { ...focus, [axis]: Math.round(value * 10_000) / 10_000 };
}
