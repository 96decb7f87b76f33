/**
 * A host of pictures as a process of its own: `node tests/servers/picture-host.ts`. Prints
 * `{"url": "http://127.0.0.1:PORT"}`. The path says what it does: `/good/N.png` serves a picture,
 * `/gone`, `/forbidden`, `/busy/N` (503 the first time), `/teapot` (418), `/hang`, `/short` (ends before its length),
 * `/cut/N` (a file without its end), `/text`, `/to-private` (redirects to a private address).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const file = fileURLToPath(import.meta.url);

/** Starts a host and waits until it listens. It ends with this process. */
export async function startPictureHost(): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [file, '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await firstUrl(child);
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function firstUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The host has no output.');
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line).url;
  throw new Error('The host ended before it listened.');
}

/** The bytes that `/good/NAME` serves: a small picture of a colour of its own. */
export async function goodPicture(path: string): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = createHash('sha256').update(path).digest();
  const create = { width: 320, height: 200, channels: 3 as const, background: { r, g, b } };
  return await sharp({ create }).png().toBuffer();
}

function serve(): void {
  const seen = new Set<string>();
  const answers: Record<string, (response: ServerResponse, path: string) => Promise<unknown>> = {
    good: async (response, path) =>
      response.writeHead(200, { 'content-type': 'image/png' }).end(await goodPicture(path)),
    gone: async (response) => response.writeHead(404).end('gone'),
    forbidden: async (response) => response.writeHead(403).end('expired'),
    busy: async (response, path) => {
      if (seen.has(path)) return response.end(await goodPicture(path));
      seen.add(path);
      return response.writeHead(503).end();
    },
    teapot: async (response) => response.writeHead(418).end(),
    hang: async () => {},
    short: async (response, path) => {
      const bytes = await goodPicture(path);
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    },
    cut: async (response, path) => response.end((await goodPicture(path)).subarray(0, -20)),
    text: async (response) => response.end('<html>not a picture</html>'),
    'to-private': async (response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/secret.png' }).end(),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const answer = answers[path.split('/')[1] ?? ''];
    if (answer) void answer(response, path);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address && typeof address === 'object')
      console.log(JSON.stringify({ url: `http://127.0.0.1:${address.port}` }));
  });
}

if (process.argv[2] === '--until-stdin-ends') {
  serve();
  process.stdin.resume().once('end', () => process.exit(0));
}
