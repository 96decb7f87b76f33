import { setTimeout as sleep } from 'node:timers/promises';
import type { AppRouter } from '@easel/api/contract';
import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';

/** Scenes and sizes as people ask for them: mixed shapes, both languages, short and long. */
const SCENES: [string, string][] = [
  ['A lighthouse in the first snow of the year, seen from the sea', '1920x1080'],
  ['日出时的梯田，雾气沉在谷底', '1290x2796'],
  ['Northern lights above a frozen harbour', '2560x1440'],
  ['Sand dunes at noon, one long line of footprints', '1920x1200'],
  ['Mountains in blue ink, one red sun', '1080x1920'],
  ['Autumn birches mirrored in a still black lake', '3440x1440'],
  ['青绿山水，一轮红日', '1920x1080'],
  ['A quiet desert under more stars than anyone could count', '1440x900'],
  ['Rolling hills in flat shapes, five shades of green', '1290x2796'],
  ['Waves seen straight from above, turquoise over white sand', '1600x1600'],
  ['Paper lanterns drifting down a night river', '1920x1080'],
  ['A city skyline in the rain, neon on wet streets, seen from a high window', '2560x1080'],
  ['秋天的白桦林，倒映在静静的湖面', '1920x1080'],
  ['Planet with rings rising over an icy moon', '1080x2400'],
  ['Sunset clouds in peach and violet', '1920x1200'],
  ['A meadow of lavender in the last light', '2048x2732'],
  ['Deep forest, shafts of morning light', '1920x1080'],
  ['Abstract waves of ink and gold', '1920x1080'],
  ['沉睡的城市上方，一座屋顶花园', '1290x2796'],
  ['Storm over the sea, one boat', '2560x1440'],
  ['A geometric pattern in terracotta and cream', '1600x1600'],
  ['Misty mountains, layer behind layer, until they are sky', '3440x1440'],
  ['Cherry blossom in front of a pale moon', '1080x1920'],
  ['Volcano at night, a river of light', '1920x1080'],
  ['冰封的港口，头顶是极光', '1920x1080'],
  ['A canyon in evening red', '2048x1536'],
  ['Bubbles of colour drifting upwards', '1290x2796'],
  ['Snow on a pine wood, blue hour', '1920x1200'],
  ['A tropical beach before the rain', '1920x1080'],
  ['Constellations over a lake', '1440x900'],
];

/** Makes sure that there is something to be seen; gives a wallpaper and a creator to look at. */
export async function fillSite(site: string): Promise<{ wallpaper: string; creator: string }> {
  const cookie = await signIn(site);
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${site}/api/trpc`,
        transformer: superjson,
        headers: { origin: site, cookie },
      }),
    ],
  });
  const me = await client.user.me.query();
  const { items } = await client.wallpaper.mine.query({ limit: 60 });
  const missing = SCENES.filter(([prompt]) => !items.some((one) => one.prompt === prompt));
  for (const [prompt, size] of missing.slice(0, me.quota.limit - me.quota.used)) {
    const { id } = await client.generation.create.mutate({ prompt, size });
    for (;;) {
      const { status } = await client.generation.byId.query({ id });
      if (status === 'succeeded') break;
      if (status === 'failed' || status === 'rejected') {
        console.error(`"${prompt}" was not painted: ${status}.`);
        break;
      }
      await sleep(200);
    }
  }
  const made = await client.wallpaper.mine.query({ limit: 60 });
  const shown = made.items.find((one) => one.prompt.startsWith('Northern lights')) ?? made.items[0];
  if (!shown) throw new Error('There is no wallpaper to look at.');
  return { wallpaper: shown.id, creator: me.id };
}

async function signIn(site: string): Promise<string> {
  const response = await fetch(`${site}/api/sign-in/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site },
    body: JSON.stringify({ name: 'Screenshots' }),
  });
  if (!response.ok) throw new Error(`Signing in answered ${response.status}.`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
