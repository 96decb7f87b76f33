import type { AppRouter } from '@easel/api/contract';
import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';

/** The newest public wallpapers of an Easel site, a line each. The types come from its router. */
export async function gallery(site: string, query?: string): Promise<string[]> {
  const url = new URL('/api/trpc', site).href;
  const easel = createTRPCClient<AppRouter>({ links: [httpLink({ url, transformer: superjson })] });
  const { items } = await easel.wallpaper.list.query({ limit: 10, ...(query && { query }) });
  return items.map(
    ({ prompt, width, height, creator, createdAt }) =>
      `${createdAt.toISOString().slice(0, 10)}  ${width}x${height}  ${prompt}  (${creator.name})`,
  );
}
