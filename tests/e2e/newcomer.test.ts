import { expect, test } from '@playwright/test';
import { complaintsOf, describeScene, openStudio, signIn } from './person.ts';
import { SITES } from './sites.ts';

test('a newcomer describes a scene, watches it being made, and finds it in the gallery', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  const site = SITES.newcomer();
  await page.goto(site);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('every screen you own');
  await expect(page.getByText('No wallpapers yet')).toBeVisible();
  await page.getByRole('link', { name: 'Create', exact: true }).click();
  await signIn(page, 'Ada');
  await expect(page).toHaveURL(`${site}/create`);
  await expect(page.getByText('no AI model').first()).toBeVisible();

  await describeScene(page, 'A quiet lake between the mountains, at dawn');
  const tile = page.getByRole('listitem').filter({ hasText: 'A quiet lake' });
  await expect(tile.getByRole('progressbar')).toBeVisible();
  const picture = tile.getByRole('img', { name: 'A quiet lake between the mountains, at dawn' });
  await expect(picture).toBeVisible({ timeout: 40_000 });
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);

  await page.goto(site);
  const card = page.getByRole('link', { name: /A quiet lake/ });
  await expect(card).toBeVisible();
  await card.click();
  await expect(page).toHaveURL(/\/w\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('link', { name: 'Ada' })).toBeVisible();
  await expect(page.getByText('no AI model').first()).toBeVisible();

  await page.getByRole('link', { name: 'Ada' }).click();
  await expect(page.getByText('1 wallpaper', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a visitor who opens a wallpaper signs in and lands on it, and a private one is nobody else’s', async ({
  browser,
}) => {
  const site = SITES.newcomer();
  const [ada, visitor] = [await browser.newPage(), await browser.newPage()];
  await openStudio(ada, site, 'Ada');
  await describeScene(ada, 'Waves under the moon');
  await ada.getByRole('img', { name: 'Waves under the moon' }).click({ timeout: 40_000 });
  await expect(ada).toHaveURL(/\/w\//);

  await visitor.goto(ada.url());
  await signIn(visitor, 'Noor');
  await expect(visitor).toHaveURL(ada.url());
  await expect(visitor.getByRole('heading', { level: 1 })).toContainText('Waves under the moon');

  await ada.getByRole('button', { name: 'Make private' }).click();
  await expect(ada.getByText('Only you can see this wallpaper.')).toBeVisible();
  const answer = await visitor.goto(ada.url());
  expect(answer?.status()).toBe(404);
  await expect(visitor.getByText('Nothing hangs here')).toBeVisible();
  await Promise.all([ada.close(), visitor.close()]);
});

test('what was deleted can be brought back at once', async ({ page }) => {
  const site = SITES.newcomer();
  await openStudio(page, site, 'Mateo');
  await describeScene(page, 'Dunes at noon');
  await page.getByRole('img', { name: 'Dunes at noon' }).click({ timeout: 40_000 });
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The wallpaper is back.')).toBeVisible();
  await page.goto(`${site}/library`);
  await expect(page.getByRole('link', { name: /Dunes at noon/ })).toBeVisible();
});

test('the download is a picture of exactly the size of the screen', async ({ page }) => {
  const site = SITES.newcomer();
  await openStudio(page, site, 'Yuki');
  await describeScene(page, 'A forest in the fog');
  await page.getByRole('img', { name: 'A forest in the fog' }).click({ timeout: 40_000 });
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: /Download for this screen/ }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^A-forest-in-the-fog-1440x900\.\w+$/);
});

test('everything can be read and done in Chinese', async ({ page }) => {
  const complaints = complaintsOf(page);
  const site = SITES.newcomer();
  await page.goto(`${site}/zh/create`);
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.getByRole('textbox').fill('小明');
  await page.getByRole('button', { name: '继续' }).click();
  await expect(page).toHaveURL(`${site}/zh/create`);
  await page.getByRole('textbox').first().fill('雪山与湖泊');
  await page.getByRole('textbox').first().press('Enter');
  await page.getByRole('img', { name: '雪山与湖泊' }).click({ timeout: 40_000 });
  await expect(page).toHaveURL(/\/zh\/w\//);
  await page.goto(`${site}/zh?query=雪山`);
  await expect(page.getByRole('link', { name: /雪山与湖泊/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a new name shows everywhere', async ({ page }) => {
  const site = SITES.newcomer();
  await page.goto(`${site}/settings`);
  await signIn(page, 'Omar');
  await page.getByLabel('Name', { exact: true }).fill('Omar the Great');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Omar the Great');
});
