import { expect, type Page, test } from '@playwright/test';
import { Visitor } from '../integration/visitor.ts';
import type { Control } from '../servers/relay.ts';
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

/** A person of that name paints a picture of that name. */
async function paintAs(text: string): Promise<Visitor> {
  const visitor = await new Visitor(SITES.relayed()).signInLocally(text.slice(0, 60));
  const { id } = await visitor.api.generation.create.mutate({ prompt: text, size: '1024x1024' });
  await expect
    .poll(async () => (await visitor.api.generation.byId.query({ id })).status)
    .toBe('succeeded');
  return visitor;
}

test('what people write is text on every page, in every head and in the feed', async ({
  browser,
}) => {
  const control: Control = { reset: true };
  await fetch(`${SITES.relay()}/control`, { method: 'POST', body: JSON.stringify(control) });
  const people: Visitor[] = [];
  for (let at = 0; at < PAYLOADS.length; at += 6)
    people.push(...(await Promise.all(PAYLOADS.slice(at, at + 6).map(paintAs))));

  const context = await browser.newContext();
  const page = await context.newPage();
  const found = await watched(page);
  const settle = () => page.waitForLoadState('networkidle');
  await page.goto(SITES.relayed());
  for (const text of PAYLOADS.slice(-10))
    await expect(page.getByRole('img', { name: text, exact: true }).first()).toBeAttached();
  await settle();
  // Each one's own pages, as that person.
  for (const [at, visitor] of people.entries()) {
    const cookies = [...(visitor.jar.get('localhost') ?? [])];
    await context.clearCookies();
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: visitor.home })));
    const text = PAYLOADS[at] ?? '';
    const { items } = await visitor.api.wallpaper.mine.query();
    const paths = [`/w/${items[0]?.id}`, `/u/${items[0]?.creator.id}`, '/settings', '/library'];
    // Every page with some of them, some page with every one: all four for all would take minutes.
    await page.goto(visitor.home + paths[at % paths.length]);
    await settle();
    const prompt = new URLSearchParams({ prompt: text, query: text });
    await page.goto(`${visitor.home}/${at % 2 ? 'create' : 'zh'}?${prompt}`);
    expect(found, text).toEqual([]);
    expect(page.url()).toContain(visitor.home);
  }
  const feed = await (await fetch(`${SITES.relayed()}/feed.xml`)).text();
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
});
