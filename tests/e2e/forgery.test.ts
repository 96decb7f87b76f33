import { createServer, type Server } from 'node:http';
import { expect, type Page, test } from '@playwright/test';
import { Visitor } from '../integration/visitor.ts';
import { watched } from './hostile.ts';
import { SITES } from './sites.ts';

/** What a foreign page makes a browser send, to a target where it would be obeyed or not. */
function attack(target: string): string {
  const json = JSON.stringify({ json: { name: 'Mallory' } });
  return `<!doctype html><title>evil</title><script>
    const target = ${JSON.stringify(target)}, json = ${JSON.stringify(json)};
    const paths = ['/api/trpc/user.update', '/api/trpc/user.delete', '/api/account/avatar',
      '/api/sign-in/local', '/api/sign-out'];
    async function forge() {
      for (const path of paths) {
        for (const enctype of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
          const frame = document.createElement('iframe');
          frame.name = 'frame ' + path + enctype;
          const form = Object.assign(document.createElement('form'),
            { method: 'post', action: target + path, enctype, target: frame.name });
          const field = Object.assign(document.createElement('input'), { name: json.slice(0, -1) + ',"x":"', value: '"}' });
          form.append(field);
          document.body.append(frame, form);
          form.submit();
        }
        for (const [mode, type] of [['no-cors', 'text/plain'], ['cors', 'application/json'], ['cors', 'image/png']])
            await fetch(target + path, { method: 'POST', mode, credentials: 'include', body: json,
              headers: { 'content-type': type } }).catch(() => {});
        navigator.sendBeacon(target + path, new Blob([json], { type: 'text/plain' }));
        const input = '?input=' + encodeURIComponent(json);
        await new Promise((done) => Object.assign(new Image(), { onload: done, onerror: done, src: target + path + input }));
      }
      const read = await fetch(target + '/api/trpc/user.me', { credentials: 'include' }).then((answer) => answer.text(), () => '');
      const frame = Object.assign(document.createElement('iframe'), { src: target + '/settings' });
      await new Promise((done) => { frame.onload = done; document.body.append(frame); });
      let inside = '';
      try { inside = frame.contentDocument?.body.innerText ?? ''; } catch {}
      return { read, inside };
    }
  </script><body></body>`;
}

/** A site of somebody else's, at each of the names of this machine. */
async function openForeignSite(target: string, port = 0): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(attack(target));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return address.port;
}

async function forge(page: Page, address: string): Promise<{ read: string; inside: string }> {
  await page.goto(address);
  const got = await page.evaluate<{ read: string; inside: string }>('forge()');
  await page.waitForLoadState('networkidle');
  return got;
}

test('no page elsewhere makes a browser change, end or read anything here', async ({
  page,
  context,
}) => {
  const site = SITES.outside();
  const visitor = await new Visitor(site).signInLocally('Forged');
  const cookies = [...(visitor.jar.get('localhost') ?? [])];
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: site })));
  const before = await visitor.api.user.me.query();

  // A server that obeys whatever comes shows what these pages do to one that does not look.
  const obeyed: string[] = [];
  const naive = createServer((request, response) => {
    const cookie = request.headers.cookie?.includes('session') ? 'with cookie' : 'without';
    obeyed.push(`${request.method} ${request.headers['content-type']?.split(';')[0]} ${cookie}`);
    response.end('obeyed');
  });
  await new Promise<void>((resolve) => naive.listen(0, '127.0.0.1', resolve));
  const openTarget = await openForeignSite(`http://localhost:${portOf(naive)}`);
  await forge(page, `http://localhost:${portOf(openTarget)}/`);
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])
    expect(obeyed).toContain(`POST ${type} with cookie`);
  expect(obeyed).toContain('GET undefined with cookie');

  const evil = await openForeignSite(site);
  // Another port is another origin of the same site, whose cookies travel; a number is another site.
  for (const host of ['localhost', '127.0.0.1']) {
    const { read, inside } = await forge(page, `http://${host}:${portOf(evil)}/`);
    expect([host, read, inside]).toEqual([host, '', '']);
    const shown = page.frames().filter((frame) => frame.url().startsWith(site));
    expect(shown, 'The site is in a frame.').toEqual([]);
    expect(await visitor.api.user.me.query()).toEqual(before);
    expect(await visitor.api.token.list.query()).toEqual([]);
  }
  // Also for the person: still signed in, as themselves.
  const found = await watched(page);
  await page.goto(`${site}/settings`);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Forged');
  expect(found).toEqual([]);
  for (const server of [naive, openTarget, evil]) server.close();
});
