import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
import { SITES } from './sites.ts';
import { watchFromTheStart } from './slow-device.ts';

const PAUSE_MS = 1500;

/** The newcomer's site, with a pause behind the second picture of a page. */
async function startPausing() {
  const server = createServer(async (request, response) => {
    const answer = await fetch(SITES.newcomer() + request.url);
    const type = answer.headers.get('content-type') ?? 'text/plain';
    const bytes = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': type });
    const list = bytes.indexOf('class="rows ');
    const end = list < 0 ? -1 : bytes.indexOf('</li>', bytes.indexOf('</li>', list) + 1);
    if (!type.startsWith('text/html') || end < 0) return response.end(bytes);
    response.write(bytes.subarray(0, end));
    setTimeout(() => response.end(bytes.subarray(end)), PAUSE_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return { url: `http://localhost:${address.port}`, stop: () => server.close() };
}

// So narrow that two pictures fill a row, and only once there is a third.
test.use({ viewport: { width: 800, height: 900 } });

test('a gallery that arrives in pieces does not move', async ({ page }) => {
  const pausing = await startPausing();
  try {
    await watchFromTheStart(page);
    await page.goto(pausing.url);
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('main').getByRole('listitem').count()).toBeGreaterThan(2);
    const seen = await page.evaluate<{ moved: string[] }>('window.seen');
    expect(seen.moved.filter((what) => what.includes('rows-item'))).toEqual([]);
  } finally {
    pausing.stop();
  }
});
