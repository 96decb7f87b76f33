import type { Focus } from '@easel/api/contract';

/** Where the file of that size comes from, cropped as it was shown; without a size, the stored original. */
export function downloadAddress(
  id: string,
  screen: { width: number; height: number } | null,
  { x, y }: Focus,
): string {
  const address = `/api/wallpapers/${id}/download`;
  if (!screen) return address;
  return `${address}?width=${screen.width}&height=${screen.height}&x=${x}&y=${y}`;
}
