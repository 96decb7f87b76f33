// The baseline: a file server as node:http's documentation would have it, and nothing more.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const root = process.argv[2] ?? '';
const server = createServer(async (request, response) => {
  const file = join(root, (request.url ?? '').replace('/media/', ''));
  try {
    const { size } = await stat(file);
    response.writeHead(200, { 'content-type': 'image/webp', 'content-length': size });
    createReadStream(file).pipe(response);
  } catch {
    response.writeHead(404).end();
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(address.port);
});
