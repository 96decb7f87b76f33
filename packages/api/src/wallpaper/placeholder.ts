import { hash } from '../account/avatar.ts';
import { EaselError } from '../errors.ts';

/** How many different ones there are. */
export const PLACEHOLDERS = 24;

/** Which of them stands for a prompt. */
export function placeholderOf(prompt: string): number {
  return hash(prompt) % PLACEHOLDERS;
}

/** Where a page finds what stands for a picture that has not come yet. */
export function placeholderPath(prompt: string): string {
  return `/api/placeholders/${placeholderOf(prompt)}`;
}

/** Its colours, from the sky down to the near hills, each as red, green and blue of 0..255. */
export function placeholderColors(n: number) {
  const hue = (n * 360) / PLACEHOLDERS;
  return {
    sky: rgb(hue, 0.78),
    sun: rgb(hue + 50, 0.9),
    far: rgb(hue + 15, 0.52),
    near: rgb(hue + 30, 0.32),
  };
}

/**
 * What stands for a picture that an import has listed and not copied yet: a still landscape, drawn
 * from a number, so that a million of them need no storage. An SVG document. Throws NOT_FOUND.
 */
export function placeholderSvg(name: string): string {
  const n = /^\d{1,2}$/.test(name) ? Number(name) : PLACEHOLDERS;
  if (n >= PLACEHOLDERS) throw new EaselError('NOT_FOUND');
  const { sky, sun, far, near } = placeholderColors(n);
  const x = 30 + ((n * 37) % 100);
  const ridge = 62 + ((n * 7) % 12);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000" viewBox="0 0 160 100" preserveAspectRatio="xMidYMid slice"><rect width="160" height="100" fill="rgb(${sky})"/><circle cx="${x}" cy="34" r="11" fill="rgb(${sun})"/><path d="M0 ${ridge}Q40 ${ridge - 22} 80 ${ridge}T160 ${ridge}V100H0Z" fill="rgb(${far})"/><path d="M0 80Q40 92 80 80T160 80V100H0Z" fill="rgb(${near})"/></svg>`;
}

/** HSL with a saturation of 38 % (CSS Color Module Level 4, section 7.1). */
function rgb(hue: number, lightness: number): [number, number, number] {
  const reach = 0.38 * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
