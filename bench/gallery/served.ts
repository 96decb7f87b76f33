import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { answersASecond } from './crowd.ts';

const WEB = fileURLToPath(new URL('../../apps/web', import.meta.url));
const FOR_MS = 5000;

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a path.
  server.close();
  return port;
}

/** Runs the built site on these settings and measures it beside a bare server with the same bytes. */
export async function measureServed(
  env: Record<string, string>,
): Promise<[string, number, number][]> {
  const port = await freePort();
  const web = spawn(process.execPath, ['serve.ts'], {
    cwd: WEB,
    env: {
      ...env,
      NODE_ENV: 'production',
      HOST: 'localhost',
      PORT: String(port),
      NEXT_MANUAL_SIG_HANDLE: 'true',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    for (let tries = 0; ; tries += 1) {
      const ready = await fetch(`http://localhost:${port}/api/health`).catch(() => null);
      if (ready?.ok) break;
      if (tries > 100 || web.exitCode !== null)
        throw new Error('The site did not start. Has it been built (npm run build)?');
      await new Promise((done) => setTimeout(done, 300));
    }
    const found: [string, number, number][] = [];
    for (const path of ['/api/trpc/wallpaper.list', '/']) {
      const answer = await fetch(`http://localhost:${port}${path}`, {
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
      await answersASecond(port, path, 1000);
      const ours = await answersASecond(port, path, FOR_MS);
      const baseline = await answersASecond(address.port, '/', FOR_MS);
      bare.closeAllConnections();
      bare.close();
      found.push([path, ours, baseline]);
    }
    return found;
  } finally {
    web.kill('SIGTERM');
    await once(web, 'exit');
  }
}
