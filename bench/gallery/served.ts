import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort, startSite } from '../../tests/servers/easel.ts';
import { load } from '../load.ts';

const FOR_MS = 5000;

/** Runs the site on these settings and measures it beside a bare server with the same bytes. */
export async function measureServed(
  env: Record<string, string>,
): Promise<[string, number, number][]> {
  const site = await startSite({ ...env, PORT: String(await freePort()) }, 'web');
  try {
    const found: [string, number, number][] = [];
    for (const path of ['/api/trpc/wallpaper.list', '/']) {
      const answer = await fetch(`${site.url}${path}`, {
        headers: { 'accept-encoding': 'gzip' },
      });
      await answer.arrayBuffer();
      const bytes = Buffer.alloc(Number(answer.headers.get('content-length')), 'x');
      const bare = createServer((_, response) => {
        response.writeHead(200, {
          'content-type': 'text/html',
          'content-length': bytes.byteLength,
        });
        response.end(bytes);
      }).listen(0, '127.0.0.1');
      await once(bare, 'listening');
      const address = bare.address() as AddressInfo; // It listens on a port, not on a path.
      await load(site.port, [path], 1000);
      const ours = await load(site.port, [path], FOR_MS);
      const baseline = await load(address.port, ['/'], FOR_MS);
      bare.closeAllConnections();
      bare.close();
      found.push([path, ours, baseline]);
    }
    return found;
  } finally {
    await site.stop();
  }
}
