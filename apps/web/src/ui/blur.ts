import { thumbHashToRGBA } from 'thumbhash';

/** The address of the blur that a thumbhash (in base64) stands for. */
export function blurOf(base64: string): string {
  const { w, h, rgba } = thumbHashToRGBA(
    Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
  );
  const canvas = document.createElement('canvas');
  canvas.width = w;
  canvas.height = h;
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
  return canvas.toDataURL();
}
