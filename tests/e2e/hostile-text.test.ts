import { type Db, newId, openDb, wallpapers } from '@easel/db';
import { expect, test } from '@playwright/test';
import { inArray } from 'drizzle-orm';
import { Visitor } from '../integration/visitor.ts';
import { PAYLOADS, watched } from './hostile.ts';
import { SITES } from './sites.ts';

/** A person of that name with a wallpaper of that prompt; its files are of no interest here. */
async function personWith(db: Db, text: string): Promise<{ visitor: Visitor; paths: string[] }> {
  const visitor = await new Visitor(SITES.outside()).signInLocally(text.slice(0, 60));
  const { id: creatorId } = await visitor.api.user.me.query();
  const id = newId();
  await db.insert(wallpapers).values({
    id,
    creatorId,
    prompt: text,
    model: text,
    params: { size: '1024x1024', style: text, revisedPrompt: text },
    width: 1024,
    height: 1024,
    visibility: 'public',
    originalKey: `private/${id}/none.png`,
    originalBytes: 1,
    originalType: 'image/png',
    thumbhash: '',
    color: '#000000',
    palette: [],
    score: 3000,
  });
  return { visitor, paths: [`/w/${id}`, `/u/${creatorId}`, '/settings', '/library'] };
}

test('a text that is taken for markup is noticed, whether it runs or the policy stops it', async ({
  page,
}) => {
  const found = await watched(page);
  const site = SITES.outside();
  const policy = (await fetch(`${site}/sign-in`)).headers.get('content-security-policy') ?? '';
  for (const [headers, noticed] of [
    [{}, 'a script of the text ran'],
    [{ 'content-security-policy': policy }, 'script-src-elem: inline'],
  ] as const) {
    await page.route(`${site}/spoilt`, (route) =>
      route.fulfill({ contentType: 'text/html', headers, body: `<p>${PAYLOADS[0]}</p>` }),
    );
    await page.goto(`${site}/spoilt`);
    await expect.poll(() => found.splice(0)).toContain(noticed);
    await page.unroute(`${site}/spoilt`);
  }
});

test('what people write is text on every page, in every head and in the feed', async ({
  browser,
}) => {
  const { db, close } = openDb(SITES.database());
  // One after the other in the gallery; together, in one text each, where every visit takes time.
  for (const text of PAYLOADS) await personWith(db, text);
  const together = [0, 1, 2, 3, 4, 5].map((n) =>
    PAYLOADS.filter((_, at) => at % 6 === n).join(' '),
  );
  const people = await Promise.all(together.map((text) => personWith(db, text)));

  const context = await browser.newContext();
  const page = await context.newPage();
  const found = await watched(page);
  // The page for visitors is kept for some seconds, so it may still be the one from before.
  await expect(async () => {
    await page.goto(SITES.outside());
    for (const text of PAYLOADS.slice(-10))
      await expect(page.getByRole('img', { name: text, exact: true }).first()).toBeAttached({
        timeout: 1000,
      });
  }).toPass();
  // Each one as that person, at one of the places where their words stand.
  for (const [at, { visitor, paths }] of people.entries()) {
    const cookies = [...(visitor.jar.get('localhost') ?? [])];
    await context.clearCookies();
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: visitor.home })));
    const text = together[at] ?? '';
    const words = new URLSearchParams({ prompt: text, query: text });
    const places = [...paths, `/create?${words}`, `/zh?${words}`];
    await page.goto(visitor.home + places[at % places.length]);
    // The browser has taken the page over once it shows who is signed in.
    await expect(page.locator('header img[src*="/avatars/"]').first()).toBeAttached();
    expect(found, text).toEqual([]);
    expect(page.url()).toContain(visitor.home);
  }
  // In the data for search engines each text is exactly itself, and the block ends where it should.
  for (const [at, { visitor, paths }] of people.entries()) {
    const html = await (await visitor.fetch(paths[0] ?? '/')).text();
    const blocks = await page.evaluate((markup) => {
      const read = new DOMParser().parseFromString(markup, 'text/html');
      const found = [...read.querySelectorAll('script[type="application/ld+json"]')];
      return found.map(({ textContent }) => JSON.parse(textContent ?? ''));
    }, html);
    const { name } = await visitor.api.user.me.query();
    expect(blocks).toMatchObject([
      { '@type': 'ImageObject', name: together[at] ?? '', creator: { name } },
    ]);
  }
  const feed = await (await fetch(`${SITES.outside()}/feed.xml`)).text();
  const names = await page.evaluate((xml) => {
    const read = new DOMParser().parseFromString(xml, 'application/xml');
    return [...read.querySelectorAll('*')].map(({ localName }) => localName);
  }, feed);
  expect(new Set(names)).toEqual(
    new Set([
      'feed',
      'title',
      'id',
      'link',
      'updated',
      'entry',
      'published',
      'author',
      'name',
      'content',
    ]),
  );
  await context.close();
  await db.delete(wallpapers).where(inArray(wallpapers.prompt, [...PAYLOADS, ...together]));
  await close();
});
