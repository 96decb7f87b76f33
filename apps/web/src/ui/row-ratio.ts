/** Width by height, within what a row can show: a ribbon is shown cropped, not as a thread. */
export function rowRatio(size: { width: number; height: number }): number {
  const ratio = size.width / size.height;
  return Math.round(Math.min(3.2, Math.max(0.45, ratio)) * 1000) / 1000;
}
