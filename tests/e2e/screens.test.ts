import { expect, test } from '@playwright/test';
import { complaintsOf, openStudio } from './person.ts';
import { SITES, tellRelay } from './sites.ts';

test('a scene for two screens is one set of two pictures, and is told of on another page', async ({
  page,
}) => {
  await tellRelay({ reset: true, delayMs: 4000 });
  const complaints = complaintsOf(page);
  const site = SITES.relayed();
  await openStudio(page, site, 'Olu');
  await page.getByRole('button', { name: 'Phone' }).click();
  await expect(page.getByText(/Takes 2 of the \d+ pictures/)).toBeVisible();
  await page.getByLabel('The scene, in your words').fill('A pier in the mist');
  await page.getByRole('button', { name: 'Paint 2 pictures' }).click();
  const set = page.getByRole('list', { name: 'A pier in the mist' });
  await expect(set.getByRole('progressbar')).toHaveCount(2);

  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await expect(page.getByText('Done: A pier in the mist').first()).toBeVisible();
  await page.getByRole('link', { name: 'Create', exact: true }).click();
  await expect(set.getByRole('img', { name: 'A pier in the mist' })).toHaveCount(2);
  expect(complaints).toEqual([]);
});

test('a visitor’s screens are on the account after signing in, and a crop on every browser', async ({
  page,
  browser,
}) => {
  const site = SITES.newcomer();
  await page.goto(site);
  await page.getByRole('button', { name: 'Choose screens' }).click();
  await page.getByRole('link', { name: 'Ultrawide' }).click();
  await expect(page).toHaveURL(/fits=3440x1440/);
  await openStudio(page, site, 'Kofi');
  await expect(page.getByRole('button', { name: 'Ultrawide', pressed: true })).toBeVisible();

  await page.goto(site);
  // Both are theirs: the screen that they sit at, and the one they chose.
  await page.getByRole('link', { name: 'Fits my screens' }).click();
  await expect(page).toHaveURL(/fits=1440x900%2C3440x1440/);
  await page.getByRole('button', { name: 'Choose screens' }).click();
  await page.getByRole('link', { name: 'Ultrawide' }).click();
  await expect(page).toHaveURL(/fits=1440x900$/);

  await page.goto(site);
  const saved = page.waitForResponse(/wallpaper\.focus/);
  await page.getByRole('main').getByRole('listitem').first().getByRole('link').first().click();
  await page.getByRole('button', { name: 'Two monitors' }).click();
  await page.getByRole('slider').fill('10');
  await saved;
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(`${site}/sign-in?callbackUrl=${new URL(page.url()).pathname}`);
  await elsewhere.getByLabel('Your name').fill('Kofi');
  await elsewhere.getByRole('button', { name: 'Continue' }).click();
  await elsewhere.getByRole('button', { name: 'Two monitors' }).click();
  await expect(elsewhere.getByRole('slider')).toHaveValue('10');
  await elsewhere.context().close();
});

test('at twice the size, in forced colours and without motion nothing scrolls sideways', async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
    forcedColors: 'active',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await openStudio(page, SITES.newcomer(), 'Ada');
  for (const path of ['/', '/create', '/library', '/settings', '/zh']) {
    await page.goto(SITES.newcomer() + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, path).toBeLessThanOrEqual(0);
    const moving = await page.evaluate(() => document.getAnimations().length);
    expect(moving, path).toBe(0);
  }
  await context.close();
});
