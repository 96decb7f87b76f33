import { describe } from '@easel/storage/images';
import { PLACEHOLDERS, placeholderColors, placeholderOf } from '../wallpaper/placeholder.ts';

const [WIDTH, HEIGHT] = [16, 10];

/** What each placeholder looks like, as the gallery's rows say it: its bands of colour, in little. */
async function describeAll() {
  return await Promise.all(
    Array.from({ length: PLACEHOLDERS }, (_, n) => {
      const { sky, far, near } = placeholderColors(n);
      const rows = [...Array(6).fill(sky), far, far, near, near];
      const data = new Uint8Array(rows.flatMap((color) => Array(WIDTH).fill(color).flat()));
      const preview = { data, width: WIDTH, height: HEIGHT, channels: 3 } as const;
      return describe({ bytes: data, preview });
    }),
  );
}

let looks: ReturnType<typeof describeAll> | undefined;

/** The description of the placeholder that stands for a prompt. */
export async function looksOf(prompt: string) {
  looks ??= describeAll();
  const description = (await looks)[placeholderOf(prompt)];
  if (!description) throw new RangeError('No such placeholder.');
  return description;
}
