// The service worker: what is seen when there is no connection. It answers only page loads that
// failed and the files of the offline page; it never reads what the server answers to somebody.
// The library is kept when its page says what it shows, for one person at a time.

const SHELL = 'shell-1';
const LIBRARY = 'library-1';
const PAGES = ['/offline', '/zh/offline'];
/** Where the offline page finds whose library it is and what is in it. */
const KEPT = '/offline/library.json';
const SHELL_LIVES_MS = 86_400_000;

self.addEventListener('install', (event) => {
  event.waitUntil(refreshShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name !== SHELL && name !== LIBRARY);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === 'POST' && pathname === '/api/sign-out') {
    event.waitUntil(caches.delete(LIBRARY));
  } else if (request.mode === 'navigate' && request.method === 'GET') {
    event.respondWith(page(event));
  } else if (pathname.startsWith('/_next/static/')) {
    event.respondWith(
      caches.match(request, { cacheName: SHELL }).then((kept) => kept ?? fetch(request)),
    );
  }
});

self.addEventListener('message', (event) => {
  const { type, owner, items } = event.data;
  if (type === 'person') event.waitUntil(Promise.all([forgetOthers(owner), keepShellFresh()]));
  if (type === 'library') event.waitUntil(keepLibrary(owner, items));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const { pathname } = new URL(event.request.url);
    // A file that was to be downloaded: whoever pressed for it stays where they are.
    if (pathname.startsWith('/api/')) return new Response(null, { status: 204 });
    const chinese = pathname === '/zh' || pathname.startsWith('/zh/');
    const kept = await caches.match(PAGES[chinese ? 1 : 0], { cacheName: SHELL });
    if (kept) return kept;
    throw error;
  }
}

/** Fetches the offline pages with all that they load, and lets go of what they loaded before. */
async function refreshShell() {
  const shell = await caches.open(SHELL);
  const wanted = new Set(PAGES);
  for (const address of PAGES) {
    const response = await fetch(address, { credentials: 'omit', cache: 'no-store' });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    const html = await response.clone().text();
    for (const [file] of html.matchAll(/\/_next\/static\/[\w./~-]+\.(?:js|css|woff2)/g))
      wanted.add(file);
    await shell.put(address, response);
  }
  const files = [...wanted].filter((address) => !PAGES.includes(address));
  await Promise.all(
    files.map(async (file) => (await shell.match(file)) ?? (await shell.add(file))),
  );
  for (const request of await shell.keys())
    if (!wanted.has(new URL(request.url).pathname)) await shell.delete(request);
}

async function keepShellFresh() {
  const kept = await caches.match(PAGES[0], { cacheName: SHELL });
  const date = Date.parse(kept?.headers.get('date') ?? '');
  if (!(Date.now() - date < SHELL_LIVES_MS)) await refreshShell();
}

/** A browser that several people use keeps nothing of one for the next. */
async function forgetOthers(owner) {
  const kept = await caches.match(KEPT, { cacheName: LIBRARY });
  if (kept && (await kept.json()).owner !== owner) await caches.delete(LIBRARY);
}

async function keepLibrary(owner, items) {
  await forgetOthers(owner);
  const library = await caches.open(LIBRARY);
  await library.put(KEPT, Response.json({ owner, items }));
  const wanted = new Set([new URL(KEPT, self.location.origin).href]);
  for (const { src } of items) {
    const address = new URL(src, self.location.origin).href;
    wanted.add(address);
    if (await library.match(address)) continue;
    // A picture that cannot be read is left out; the next visit tries again.
    const own = address.startsWith(`${self.location.origin}/`);
    const response = await fetch(address, { credentials: own ? 'same-origin' : 'omit' }).catch(
      () => null,
    );
    if (response?.ok) await library.put(address, response);
  }
  for (const request of await library.keys())
    if (!wanted.has(request.url)) await library.delete(request);
}
