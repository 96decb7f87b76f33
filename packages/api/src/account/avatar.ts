/** FNV-1a (Fowler, Noll, Vo), 32 bits: spreads texts over shapes and colours. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

/**
 * The picture of a person who has none: a small hilly landscape, drawn from the id alone, so it needs
 * no storage and says nothing about them. An SVG document.
 */
export function avatarSvg(id: string): string {
  const seed = hash(id);
  const hue = seed % 360;
  const sun = 14 + ((seed >>> 9) % 36);
  const near = 40 + ((seed >>> 14) % 12);
  const far = 30 + ((seed >>> 18) % 12);
  const color = (lightness: number, chroma: number, shift: number) =>
    `oklch(${lightness} ${chroma} ${(hue + shift) % 360})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="${color(0.88, 0.06, 0)}"/><circle cx="${sun}" cy="20" r="7" fill="${color(0.97, 0.07, 60)}"/><path d="M0 ${far}Q16 ${far - 12} 32 ${far}T64 ${far}V64H0Z" fill="${color(0.66, 0.1, 20)}"/><path d="M0 ${near}Q16 ${near + 10} 32 ${near}T64 ${near}V64H0Z" fill="${color(0.42, 0.09, 40)}"/></svg>`;
}
