import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { sendBody } from './send-body.ts';

const CHUNKS = 40;
const CHUNK = 256 * 1024;

/** Serves one body of ten megabytes, and gives what became of it and of the stream behind it. */
async function serving(use: (address: string) => Promise<void>) {
  let sent = 0;
  let canceled = false;
  let most = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        sent += 1;
        if (sent > CHUNKS) controller.close();
        else controller.enqueue(new Uint8Array(CHUNK));
      },
      cancel() {
        canceled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const done = Promise.withResolvers<unknown>();
  const serve = async (response: ServerResponse) => {
    const gone = new AbortController();
    response.once('close', () => response.writableFinished || gone.abort());
    response.on('drain', () => {
      most = Math.max(most, response.listenerCount('close'), response.listenerCount('error'));
    });
    await sendBody(body, response, gone.signal);
  };
  const server = createServer((_, response) => {
    serve(response).then(() => done.resolve('whole'), done.reject);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  try {
    await use(`http://127.0.0.1:${port}/`);
    const end = await done.promise.catch((error: unknown) => error);
    return { end, sent, canceled, most };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a large picture reaches a slow reader whole and leaves no listener for each wait', async () => {
  let length = 0;
  const { end, most } = await serving(async (address) => {
    const response = await fetch(address);
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  expect(end).toBe('whole');
  expect(length).toBe(CHUNKS * CHUNK);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(6);
});

test('a reader who leaves while the server waits for him stops the reading', async () => {
  const { end, sent, canceled } = await serving(async (address) => {
    const request = get(address);
    const [response] = await once(request, 'response');
    response.pause();
    await new Promise((resolve) => setTimeout(resolve, 100));
    request.destroy();
  });
  expect(end).toMatchObject({ name: 'AbortError' });
  expect(canceled).toBe(true);
  expect(sent).toBeLessThan(CHUNKS);
});
