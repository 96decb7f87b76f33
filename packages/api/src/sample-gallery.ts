/** Door "./sample-gallery": rows of a gallery, for benches. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { derivatives, Sql, wallpapers } from '@easel/db';
import type { Color } from './contract.ts';
import { scoreAtBirth } from './wallpaper/score.ts';

/** A stored picture that sample rows show. */
export type SamplePicture = Pick<
  typeof wallpapers.$inferSelect,
  'width' | 'height' | 'originalKey' | 'originalBytes' | 'originalType' | 'thumbhash' | 'color'
> & {
  palette: string[];
  files: Pick<typeof derivatives.$inferSelect, 'format' | 'width' | 'height' | 'key' | 'bytes'>[];
};

const ENGLISH = {
  looks:
    'misty neon ancient floating frozen golden quiet stormy tiny endless crystal snowy lush'.split(
      ' ',
    ),
  things:
    'mountain ocean forest city desert galaxy castle garden river island temple lighthouse glacier bridge meadow canyon harbor village'.split(
      ' ',
    ),
  times: ['at sunrise', 'at dusk', 'under the stars', 'in heavy rain', 'in autumn', 'after snow'],
  styles: ['watercolor', 'oil painting', 'low poly', 'ink wash', 'vector', 'minimal'],
};
const CHINESE = {
  looks: '薄雾笼罩的 霓虹闪烁的 古老的 漂浮的 冰封的 金色的 宁静的 无尽的 水晶般的 下雪的'.split(
    ' ',
  ),
  things: '雪山 大海 森林 城市 沙漠 银河 城堡 花园 河流 岛屿 寺庙 灯塔 冰川 草原 峡谷 港口'.split(
    ' ',
  ),
  times: '日出时分 黄昏 星空下 大雨中 秋天 雪后'.split(' '),
  styles: '水彩 油画 低多边形 水墨 矢量 极简'.split(' '),
};
const NAMES = ['Ada', 'Lin', 'Noor', 'Wei', 'Mateo', 'Yuki', 'Ines', 'Omar', '小明', '晓雨'];
const MODELS = ['painter', 'gpt-image-2', 'dall-e-3'];

const BEGIN = Date.UTC(2024, 0, 1);
const APART_MS = 20_000;

/** A number below `below` that depends on the row and on what it is for, and on nothing else. */
function pick(row: number, use: number, below: number): number {
  let mixed = Math.imul(row ^ Math.imul(use, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
}

const one = <T>(list: readonly T[], row: number, use: number): T =>
  list[pick(row, use, list.length)] as T; // `pick` stays below the length.

const userId = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

function wallpaperId(row: number): string {
  const time = (BEGIN + row * APART_MS).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${row.toString(16).padStart(12, '0')}`;
}

/** Three in five are English. Every 10,007th names a zeppelin; the first twentieth is of a bygone time. */
function promptOf(row: number, all: number): string {
  const rare = row % 10_007 === 0;
  if (pick(row, 1, 5) < 3) {
    const { looks, things, times, styles } = ENGLISH;
    const bygone = row < all / 20 ? ' bygone' : '';
    return `A${bygone} ${one(looks, row, 2)} ${one(things, row, 3)} and ${one(looks, row, 4)} ${one(things, row, 5)} ${one(times, row, 6)}, ${one(styles, row, 7)}${rare ? ', zeppelin' : ''}`;
  }
  const { looks, things, times, styles } = CHINESE;
  return `${one(looks, row, 2)}${one(things, row, 3)}与${one(things, row, 5)}，${one(times, row, 6)}，${one(styles, row, 7)}${rare ? '，齐柏林飞艇' : ''}`;
}

/** Skewed, so that a few own many. */
const creatorOf = (row: number, users: number) =>
  Math.floor((pick(row, 8, 1_000_000) / 1_000_000) ** 2 * users);
/** One picture in ten is liked, by up to five people. */
const likesOf = (row: number, users: number) =>
  pick(row, 9, 10) === 0 ? Math.min(users, 1 + pick(row, 10, 5)) : 0;

/**
 * Fills tables with sample people and wallpapers, by COPY, the rows `from` to `to`; the same numbers give
 * the same rows. They show the pictures given, which they share: deleting one of them for good takes its
 * picture from others. Counters are the caller's to recount.
 */
export async function copySampleGallery(
  sql: Sql,
  rows: { from: number; to: number; users: number },
  pictures: readonly SamplePicture[],
): Promise<void> {
  const { from, to, users } = rows;
  const each = function* (row: (n: number) => string): Generator<string> {
    let text = '';
    for (let n = from; n < to; n += 1) {
      text += row(n);
      if (text.length < 65_536) continue;
      yield text;
      text = '';
    }
    yield text;
  };
  const time = (n: number) => new Date(BEGIN + n * APART_MS);
  const people = Array.from(
    { length: users },
    (_, n) => `${userId(n)}\t${one(NAMES, n, 0)} ${n}\n`,
  );
  await sql`create temporary table sample_people (id uuid, name text)`;
  await pipeline(Readable.from(people), await sql`copy sample_people from stdin`.writable());
  await sql`insert into users (id, name) select id, name from sample_people on conflict do nothing`;
  await sql`drop table sample_people`;
  await pipeline(
    Readable.from(
      each((n) => {
        const picture = one(pictures, n, 11);
        const liked = likesOf(n, users);
        const [score, model] = [scoreAtBirth(time(n)) + Math.log2(1 + liked), one(MODELS, n, 12)];
        return `${wallpaperId(n)}\t${userId(creatorOf(n, users))}\t${promptOf(n, to)}\t${model}\t{"size":"${picture.width}x${picture.height}"}\t${picture.width}\t${picture.height}\tpublic\t${picture.originalKey}\t${picture.originalBytes}\t${picture.originalType}\t${picture.thumbhash}\t${picture.color}\t{${picture.palette}}\t${liked}\t${score}\t${time(n).toISOString()}\n`;
      }),
    ),
    await sql`copy wallpapers (id, creator_id, prompt, model, params, width, height, visibility, original_key,
      original_bytes, original_type, thumbhash, color, palette, like_count, score, created_at) from stdin`.writable(),
  );
  await pipeline(
    Readable.from(
      each((n) =>
        one(pictures, n, 11)
          .files.map(
            (file) =>
              `${wallpaperId(n)}\t${file.format}\t${file.width}\t${file.height}\t${file.key}\t${file.bytes}\n`,
          )
          .join(''),
      ),
    ),
    await sql`copy derivatives (wallpaper_id, format, width, height, key, bytes) from stdin`.writable(),
  );
  await pipeline(
    Readable.from(
      each((n) =>
        Array.from(
          { length: likesOf(n, users) },
          (_, k) => `${userId((n + k) % users)}\t${wallpaperId(n)}\t${time(n).toISOString()}\n`,
        ).join(''),
      ),
    ),
    await sql`copy likes (user_id, wallpaper_id, created_at) from stdin`.writable(),
  );
  await sql`analyze users, wallpapers, derivatives, likes`;
}

/** Pictures that no file stands behind, for tests and measurements of everything but files. */
export function imaginaryPictures(): SamplePicture[] {
  const shapes = [
    [1792, 1024],
    [1792, 1024],
    [1024, 1792],
    [1024, 1024],
    [3440, 1440],
  ] as const;
  const colors: Color[] = [
    'red',
    'orange',
    'green',
    'teal',
    'blue',
    'purple',
    'brown',
    'black',
    'gray',
  ];
  return shapes.flatMap(([width, height], shape) =>
    colors.map((color, n) => ({
      width,
      height,
      originalKey: `private/sample/${shape}-${n}.png` as const,
      originalBytes: 1000,
      originalType: 'image/png',
      thumbhash: '3OcRJYB4d3h/iIeHeEh3eIhw+j3A',
      color: '#aabbcc',
      palette: [color, colors[(n + shape) % colors.length] ?? color].filter(
        (name, at, list) => list.indexOf(name) === at,
      ),
      files: [
        {
          format: 'webp' as const,
          width: 480,
          height: 300,
          key: `public/sample/${shape}-${n}.webp` as const,
          bytes: 9000,
        },
      ],
    })),
  );
}
