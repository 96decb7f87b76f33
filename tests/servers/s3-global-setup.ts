import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { BROKER, type S3Server, startS3 } from './s3.ts';

let broker: Server | undefined;
let started: Promise<S3Server> | undefined;

/**
 * Lets every process of a test run share one S3 server, which starts when the first of them asks
 * for it: they call `startS3()` and never notice. Runs without such a test start nothing.
 */
export async function setup(): Promise<void> {
  // Another project of the same run has done it.
  if (process.env[BROKER]) return;
  broker = createServer((_request, response) => {
    started ??= startAlone();
    started.then(
      ({ stop: _, ...server }) => response.end(JSON.stringify(server)),
      (error: unknown) => response.writeHead(503).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const address = broker.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  process.env[BROKER] = `http://127.0.0.1:${address.port}`;
}

export async function teardown(): Promise<void> {
  if (!broker) return;
  delete process.env[BROKER];
  broker.close();
  const server = await started?.catch(() => undefined);
  await server?.stop();
}

/** Starts the server itself instead of asking the broker for it. */
function startAlone(): Promise<S3Server> {
  return startS3({ shared: false });
}
