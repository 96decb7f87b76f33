import type { Stage } from './stage.ts';
import { WALLPAPER } from './stage.ts';

/**
 * The older system's way, as one request: ask the service, copy the picture from the address it
 * gives into the store, insert a row. Returns the milliseconds from the service's answer to the row.
 */
export async function olderFlow({ relay, studio }: Stage, prompt: string): Promise<number> {
  await studio.sql`create table if not exists older_wallpapers (id serial primary key, user_email text,
    img_description text, img_size text, img_url text, llm_name text, llm_params json, created_at timestamptz)`;
  const response = await fetch(`${relay.baseUrl}/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-bench', 'content-type': 'application/json' },
    body: JSON.stringify({ ...WALLPAPER, prompt, n: 1 }),
  });
  const { data }: { data: { url: string }[] } = await response.json();
  const answered = performance.now();
  const url = data[0]?.url ?? '';
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const key = `public/older/${crypto.randomUUID()}.png` as const;
  await studio.store.put(key, bytes, { contentType: 'image/png' });
  await studio.sql`insert into older_wallpapers (user_email, img_description, img_size, img_url, llm_name, llm_params, created_at)
    values ('a@example.com', ${prompt}, ${WALLPAPER.size}, ${studio.store.publicUrl(key)}, ${WALLPAPER.model}, '{}', now())`;
  return performance.now() - answered;
}
