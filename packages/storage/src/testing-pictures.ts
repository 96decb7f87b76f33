import sharp, { type Sharp } from 'sharp';

type Rgb = readonly [red: number, green: number, blue: number];

/** A picture whose pixels are given by their place, 0..1 in both directions. */
export function painted(
  width: number,
  height: number,
  colorAt: (x: number, y: number) => Rgb = rainbow,
): Sharp {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data.set(colorAt(x / width, y / height), (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Four quarters: red, green / blue, white. Tells every rotation and mirroring apart. */
export function quarters(width: number, height: number): Sharp {
  const top: Rgb[] = [
    [220, 20, 20],
    [20, 180, 20],
  ];
  const bottom: Rgb[] = [
    [20, 20, 220],
    [250, 250, 250],
  ];
  return painted(width, height, (x, y) => (y < 0.5 ? top : bottom)[x < 0.5 ? 0 : 1] ?? [0, 0, 0]);
}

/** The colour of one pixel of an encoded picture, as a page would show it. */
export async function pixelOf(bytes: Uint8Array, x: number, y: number): Promise<number[]> {
  const cut = sharp(bytes).extract({ left: x, top: y, width: 1, height: 1 });
  return [...(await cut.removeAlpha().toColourspace('srgb').raw().toBuffer())];
}

/** True when no channel is further away than the tolerance, 0..255. */
export function isNear(actual: number[], wanted: Rgb, tolerance = 12): boolean {
  return wanted.every((value, at) => Math.abs(value - (actual[at] ?? -999)) <= tolerance);
}

function rainbow(x: number, y: number): Rgb {
  const wave = (turn: number) => Math.round(128 + 100 * Math.sin(9 * x + 5 * y + turn));
  return [wave(0), wave(2), wave(4)];
}
