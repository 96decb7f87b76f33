import { expect, type Page, test } from '@playwright/test';
import { complaintsOf } from './person.ts';
import { SITES } from './sites.ts';

/** Opens a page, does something while none of its scripts has come, and lets them come. */
async function openAndAtOnce(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  const { promise: acted, resolve: letThemCome } = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await acted;
    await route.continue();
  });
  await page.goto(SITES.newcomer() + path, { waitUntil: 'commit' });
  await act();
  letThemCome();
}

test('what is typed and pressed before the page is alive is done when it is', async ({
  browser,
}) => {
  // Its worker would bring scripts that nobody can hold back.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  const press = (name: string | RegExp) => page.getByRole('button', { name }).click();

  await openAndAtOnce(page, '/sign-in?callbackUrl=%2Fcreate', async () => {
    await page.getByLabel('Your name').fill('Edda');
    await press('Continue');
  });
  await expect(page).toHaveURL(/\/create$/);

  const scene = page.getByLabel('The scene, in your words');
  await openAndAtOnce(page, '/create', async () => {
    await scene.fill('A reed bed in the wind');
    await press('Phone');
    // Nothing seemed to happen, so it is pressed again.
    await press('Phone');
    await press('Paint');
  });
  const set = page.getByRole('list', { name: 'A reed bed in the wind' });
  await expect(set.getByRole('listitem')).toHaveCount(2);

  await openAndAtOnce(page, '/', () =>
    page.getByRole('link', { name: 'Fits my screens' }).click({ noWaitAfter: true }),
  );
  await expect(page).toHaveURL(/\?fits=\d+x\d+/);
  await openAndAtOnce(page, '/', () => press(/theme and language/i));
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible();
  await openAndAtOnce(page, '/', () =>
    page.getByRole('link', { name: 'Portrait' }).click({ noWaitAfter: true }),
  );
  await expect(page).toHaveURL(/\?orientation=portrait/);

  await page.goto(SITES.newcomer());
  const card = page.getByRole('main').getByRole('listitem').first().getByRole('link');
  const wallpaper = String(await card.getAttribute('href'));
  await openAndAtOnce(page, wallpaper, () => press('Like'));
  await expect(page.getByRole('button', { name: 'Like' })).toHaveAttribute('aria-pressed', 'true');
  await openAndAtOnce(page, wallpaper, () => press('This screen'));
  await expect(page.getByRole('button', { name: 'This screen' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await openAndAtOnce(page, '/settings', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Edda the Younger');
    await press('Save');
    await page.getByLabel('It may').selectOption('Read and make wallpapers');
    await page.getByLabel('What is it for?').fill('a script');
    await press('Make a token');
  });
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByText('The token “a script” is made.')).toBeVisible();
  await expect(page.getByRole('listitem').getByText('Read and make wallpapers')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Edda the Younger');
  expect(complaints).toEqual([]);
  await context.close();
});
