// The web process: Next on servers of our own, so that both `localhost` and 127.0.0.1 answer and no
// other interface does. Run by scripts/start.ts and its like, which say when to listen.
import { channel } from 'node:diagnostics_channel';
import { createServer, type Server, type ServerResponse } from 'node:http';
import next from 'next';
import { addressesOf } from './addresses.ts';
import { everyAnswer } from './every-answer.ts';
import { throughMediaDoor } from './media-door.ts';
import { openMemory } from './memory/answers.ts';
import { countRequest, kindOf } from './meter.ts';
import { PEER } from './peer.ts';

/** Above what proxies keep idle connections for, so that they close first. */
const KEEP_ALIVE_MS = 75_000;
const DRAIN_MS = 10_000;
/** All that the site knows. */
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

const dev = process.env.NODE_ENV !== 'production';
const host = process.env.HOST || 'localhost';
const port = Number(process.env.PORT || 3000);

// Next waits for hot reload's sockets at one server only; each of ours hands them on to it.
const sockets = createServer();
// Next calls itself localhost whatever name it is asked by; with another it takes its own rewrites for
// another site's.
const app = next({
  dev,
  dir: import.meta.dirname,
  hostname: 'localhost',
  port,
  httpServer: sockets,
});
await app.prepare();
const compute = app.getRequestHandler();
const memory = openMemory((request, response) => compute(request, response));
const handle = dev ? compute : memory.answer;
// Said by src/server/gallery-news.ts, which Next loads for itself.
channel('easel:gallery').subscribe(() => memory.clear());

const everywhere = Object.entries(everyAnswer(process.env.AUTH_URL ?? ''));
const active = new Set<ServerResponse>();
const servers: Server[] = [];
let leaving = false;

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave());

if (process.send) {
  // Nothing else keeps this process until it listens.
  process.channel?.ref();
  process.once('message', () => {
    process.channel?.unref();
    void listen();
  });
  process.send('prepared');
} else {
  await listen();
}

async function listen(): Promise<void> {
  for (const address of addressesOf(host)) {
    const server = createServer((request, response) => {
      active.add(response);
      const startedAt = performance.now();
      response.once('close', () => {
        active.delete(response);
        const seconds = (performance.now() - startedAt) / 1000;
        const kind = isStream(response) ? 'stream' : kindOf(request.url);
        countRequest(request.method, kind, response.statusCode, seconds);
      });
      addHeaders(response);
      if (!dev && throughMediaDoor(request, response)) return;
      keepLength(response);
      // A stranger has no say in which trace a request belongs to, or whether it is kept.
      delete request.headers.traceparent;
      request.headers[PEER] = request.socket.remoteAddress ?? '';
      // Next answers an address that does not decode, and TRACE, with a 500, and PUT with the page.
      if (!isReadable(request.url)) response.writeHead(400).end();
      else if (METHODS.includes(request.method ?? ''))
        handle(request, response).catch(() => response.destroy());
      else response.writeHead(405, { allow: METHODS.join(', ') }).end();
    });
    if (dev) server.on('upgrade', (...upgrade) => sockets.emit('upgrade', ...upgrade));
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    if (await listening(server, address)) servers.push(server);
  }
  process.send?.('ready');
}

function listening(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 serves the other names.
      if (address === '::1' && error.code !== 'EADDRINUSE') return resolve(false);
      console.error(`Cannot listen on ${address}, port ${port}: ${error.code}.`);
      process.exit(1);
    });
    server.listen({ port, host: address, ipv6Only: address === '::1' }, () => resolve(true));
  });
}

/** Takes no more requests, lets those in flight finish, and cuts streams, which never would. */
async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  setTimeout(() => process.exit(0), DRAIN_MS).unref();
  const closed = servers.map((server) => new Promise((done) => server.close(done)));
  for (const server of servers) server.closeIdleConnections();
  for (const response of active) {
    if (isStream(response)) {
      response.destroy();
    } else if (!response.headersSent) {
      response.setHeader('connection', 'close');
    }
  }
  await Promise.all(closed);
  await app.close();
  // Filled by src/server/start.ts, which Next loads for itself.
  const ends: Promise<void>[] = [];
  channel('easel:leaving').publish(ends);
  await Promise.all(ends);
  process.exit(0);
}

/**
 * Next drops the length that a route gives its body, and a download would show no progress. Routes
 * name it twice (src/server/handle.ts), and the second name becomes the first again.
 */
function keepLength(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name === 'x-body-length' ? 'content-length' : name, value);
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

/** Puts what every answer says into those that do not say it themselves. */
function addHeaders(response: ServerResponse): void {
  response.writeHead = new Proxy(response.writeHead, {
    apply(writeHead, self, head) {
      for (const [name, value] of everywhere)
        if (!response.hasHeader(name)) response.setHeader(name, value);
      return Reflect.apply(writeHead, self, head);
    },
  });
}

function isReadable(address = ''): boolean {
  try {
    decodeURI(address);
    return true;
  } catch {
    return false;
  }
}
