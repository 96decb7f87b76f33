import { connect } from 'node:net';

const CONNECTIONS = 16;

/**
 * Asks for the paths in turn over kept connections, as fast as the answers come, for so long. Gives
 * answers a second. Reads no more of an answer than where it ends, so that most of the machine is
 * left to the server. Throws on anything but 200.
 */
export async function load(port: number, paths: string[], ms: number): Promise<number> {
  const until = performance.now() + ms;
  const from = performance.now();
  const counts = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, n) => oneConnection(port, paths, n, until)),
  );
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - from) / 1000);
}

function oneConnection(port: number, paths: string[], first: number, until: number) {
  return new Promise<number>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let at = first;
    let done = 0;
    let head = '';
    let left = 0;
    const ask = () => {
      at += 1;
      const path = paths[at % paths.length];
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\naccept-encoding: gzip\r\n\r\n`,
      );
    };
    const answered = () => {
      done += 1;
      head = '';
      if (performance.now() < until) return ask();
      socket.destroy();
      resolve(done);
    };
    socket.once('connect', ask);
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      if (left > 0) {
        left -= chunk.length;
        if (left <= 0) answered();
        return;
      }
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /content-length: (\d+)/i.exec(head)?.[1];
      if (!head.startsWith('HTTP/1.1 200') || length === undefined) {
        return socket.destroy(new Error(`No plain answer: ${head.slice(0, 200)}`));
      }
      left = Number(length) - (head.length - end - 4);
      if (left <= 0) answered();
    });
  });
}
