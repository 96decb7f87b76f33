import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A way to a database that can be shut: whoever is connected is cut off, and whoever comes is sent away.
 * `await using` takes it down.
 */
export async function openGate(databaseUrl: string) {
  const inside = new URL(databaseUrl);
  const passing = new Set<Socket>();
  let isOpen = true;
  const server = createServer((outer) => {
    const inner = connect(Number(inside.port), inside.hostname);
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      passing.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        passing.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    if (!isOpen) outer.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(databaseUrl);
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  url.host = `127.0.0.1:${port}`;
  const cut = () => {
    for (const socket of passing) socket.destroy();
  };
  return {
    url: url.href,
    shut() {
      isOpen = false;
      cut();
    },
    open() {
      isOpen = true;
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
    },
  };
}
