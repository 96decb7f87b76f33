import { type Db, newId, openDb, wallpapers } from '@easel/db';
import { expect, type Page, test } from '@playwright/test';
import { inArray } from 'drizzle-orm';
import { Visitor } from '../integration/visitor.ts';
import { SITES } from './sites.ts';

/** Each would call `hit()` where a text is taken for markup, a script, a style or an address. */
const PAYLOADS = [
  '<script>hit()</script>',
  '</script><script>hit()</script>',
  '</title><script>hit()</script>',
  '</style><script>hit()</script>',
  '</textarea><script>hit()</script>',
  '--><script>hit()</script>',
  ']]><script>hit()</script>',
  '<img src=x onerror=hit()>',
  '"><img src=x onerror=hit()>',
  "'><img src=x onerror=hit()>",
  '" autofocus onfocus="hit()',
  "' onmouseover='hit()",
  '<svg onload=hit()>',
  '<svg><script>hit()</script></svg>',
  '<math><mtext><img src=x onerror=hit()></mtext></math>',
  '<iframe srcdoc="<script>parent.hit()</script>">',
  '<iframe src="javascript:parent.hit()">',
  '<details open ontoggle=hit()>',
  '<body onload=hit()>',
  '<a href="javascript:hit()">x</a>',
  'javascript:hit()',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:hit()">',
  '<link rel="stylesheet" href="data:text/css,*{display:none}">',
  '<form action="https://evil.example"><button autofocus>x</button></form>',
  '<template shadowrootmode="open"><img src=x onerror=hit()></template>',
  '{{constructor.constructor("hit()")()}}',
  '\u2028</script><script>hit()//',
  '\\u003cscript\\u003ehit()\\u003c/script\\u003e',
  '&lt;script&gt;hit()&lt;/script&gt;<!--<script>hit()',
];

/** Everything that would mean that a text ran, or was kept from it by the policy alone. */
async function watched(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction('hit', () => found.push('a script of the text ran'));
  await page.exposeFunction('violated', (what: string) => found.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      Reflect.get(window, 'violated')(`${violatedDirective}: ${blockedURI}`);
    });
  });
  page.on('dialog', (dialog) => {
    found.push('a dialog opened');
    return dialog.dismiss();
  });
  return found;
}

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
  await page.goto(SITES.outside());
  for (const text of PAYLOADS.slice(-10))
    await expect(page.getByRole('img', { name: text, exact: true }).first()).toBeAttached();
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
