import { expect, type Page, test } from '@playwright/test';
import { signIn } from './person.ts';
import { SITES } from './sites.ts';

const pictureNames = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('img')
    .evaluateAll((all) => all.map((one) => one.getAttribute('alt')));

const keptCaches = (page: Page) => page.evaluate(() => caches.keys());

test('without a connection the library is shown as it was last seen, and signing out forgets it', async ({
  browser,
}) => {
  const site = SITES.newcomer();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site}/sign-in?callbackUrl=%2Flibrary`);
  await signIn(page, 'Yuki');
  await page.waitForURL(`${site}/library`);
  await expect(page.getByRole('main').getByRole('img').first()).toBeVisible();
  const seen = await pictureNames(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('library-1')).keys()).length))
    .toBe(seen.length + 1);

  await context.setOffline(true);
  await expect(page.getByText('The connection is lost.')).toBeVisible();
  await page.goto(`${site}/zh/create`);
  await expect(page.getByRole('heading', { name: '没有网络' })).toBeVisible();
  await expect.poll(() => pictureNames(page)).toEqual(seen);
  await page.goto(`${site}/create`);
  await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible();
  await expect.poll(() => pictureNames(page)).toEqual(seen);
  const shown = page.getByRole('main').getByRole('img').first();
  await expect
    .poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);

  await context.setOffline(false);
  await expect(page.getByLabel('The scene, in your words')).toBeVisible();
  await page.getByRole('button', { name: /Account of Yuki/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${site}/`);
  await expect.poll(() => keptCaches(page)).not.toContain('library-1');
  await context.close();
});

test('the next person in a browser finds nothing of the one before', async ({ browser }) => {
  const site = SITES.newcomer();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site}/sign-in?callbackUrl=%2Flibrary`);
  await signIn(page, 'Yuki');
  await page.waitForURL(`${site}/library`);
  await expect.poll(() => keptCaches(page)).toContain('library-1');
  // The session ends elsewhere: this browser learns of it with the next page.
  await context.clearCookies();
  await page.goto(site);
  await expect.poll(() => keptCaches(page)).not.toContain('library-1');
  await context.close();
});

test('the site can be installed, and another app can share words to it', async ({
  request,
  page,
}) => {
  const site = SITES.newcomer();
  const manifest = await (await request.get(`${site}/manifest.webmanifest`)).json();
  for (const { src, type } of manifest.icons) {
    const icon = await request.get(site + src);
    expect(icon.ok(), src).toBe(true);
    expect(icon.headers()['content-type']).toContain(type);
  }
  const { action, params } = manifest.share_target;
  const shared = new URLSearchParams({ [params.text]: 'A lake & a hill', [params.title]: 'x' });
  await page.goto(`${site}${action}?${shared}`);
  await signIn(page, 'Mateo');
  await expect(page.getByLabel('The scene, in your words')).toHaveValue('A lake & a hill');
});
