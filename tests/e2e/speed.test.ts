import { expect, test } from '@playwright/test';
import { complaintsOf, signIn } from './person.ts';
import { SITES } from './sites.ts';
import { loadOf, slowDown, slowestInteraction } from './slow-device.ts';

/** Kilobytes of script, as gzip sends them, before anything is pressed. */
const BUDGET = { gallery: 150, elsewhere: 180 };

/** The most that a page may move while it loads, as browsers count it (cumulative layout shift). */
const SHIFT = 0.02;

// Bytes, origins and what moves decide. Timings are only said: they are the machine's as much as ours.
test('every page loads within its budget and from one origin', async ({ browser }) => {
  const site = SITES.newcomer();
  const context = await browser.newContext();
  const measured: string[] = [];
  const check = async (path: string) => {
    const page = await context.newPage();
    await slowDown(page);
    const load = await loadOf(page, site + path);
    const name = new URL(page.url()).pathname;
    measured.push(
      `${name}: ${load.script.toFixed(1)} KB of script, largest paint ${Math.round(load.largestPaint)} ms, shift ${load.layoutShift.toFixed(3)}`,
    );
    const budget = path === '/' ? BUDGET.gallery : BUDGET.elsewhere;
    expect.soft(load.script, `script on ${path}`).toBeLessThanOrEqual(budget);
    expect
      .soft(load.layoutShift, `what moves on ${path}: ${load.moved.join(', ')}`)
      .toBeLessThanOrEqual(SHIFT);
    expect.soft(load.elsewhere, `other origins on ${path}`).toEqual([]);
    return page;
  };
  const gallery = await check('/');
  const card = gallery.getByRole('main').getByRole('listitem').first().getByRole('link');
  const wallpaper = new URL(String(await card.getAttribute('href')), site).pathname;
  await gallery.mouse.wheel(0, 600);
  await gallery.getByRole('link', { name: 'Landscape' }).click();
  await expect(gallery).toHaveURL(/orientation=landscape/);
  measured.push(`/: slowest interaction ${await slowestInteraction(gallery)} ms`);

  const door = await check('/sign-in?callbackUrl=%2F');
  await signIn(door, 'Ada');
  await door.waitForURL(`${site}/`);
  for (const path of ['/create', '/library', '/library?tab=generations', '/settings'])
    await (await check(path)).close();
  const picture = await check(wallpaper);
  await picture.getByRole('button', { name: 'Like' }).click();
  measured.push(`${wallpaper}: slowest interaction ${await slowestInteraction(picture)} ms`);
  await (
    await check((await picture.locator('a[href^="/u/"]').first().getAttribute('href')) ?? '/')
  ).close();
  console.log(measured.join('\n'));
  await context.close();
});

test('the next page is fetched when it is pointed at, and the way back asks for nothing', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  const site = SITES.newcomer();
  await page.goto(`${site}/sign-in?callbackUrl=%2F`);
  await signIn(page, 'Ada');
  await page.waitForURL(`${site}/`);
  await page.waitForLoadState('networkidle');
  const card = page.getByRole('main').getByRole('listitem').first().getByRole('link');
  const prefetched = page.waitForRequest((request) => request.url().includes('/w/'));
  await card.hover();
  await prefetched;
  await page.waitForLoadState('networkidle');
  const related = page.waitForResponse(/wallpaper\.related/);
  await card.click();
  await page.waitForURL(/\/w\//);
  await (await related).finished();

  const asked: string[] = [];
  page.on('request', (request) => {
    // A picture that is slow may still send for what draws its blur: a script that is kept for ever.
    if (['document', 'fetch', 'xhr'].includes(request.resourceType())) asked.push(request.url());
  });
  await page.goBack();
  await expect(card).toBeVisible();
  expect(asked).toEqual([]);
  expect(complaints).toEqual([]);
});
