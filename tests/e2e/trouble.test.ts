import { expect, test } from '@playwright/test';
import type { Report } from '../servers/relay.ts';
import { describeScene, openStudio } from './person.ts';
import { SITES, tellRelay } from './sites.ts';

test.beforeEach(() => tellRelay({ reset: true, delayMs: 500 }));

test('a picture comes from the image service, and nothing says that it does not', async ({
  page,
}) => {
  await openStudio(page, SITES.relayed(), 'Ada');
  await describeScene(page, 'A tram in the rain');
  await expect(page.getByRole('img', { name: 'A tram in the rain' })).toBeVisible();
  await expect(page.getByText('no AI model')).toHaveCount(0);
});

test('someone who cancels is told so, and the words are not lost', async ({ page }) => {
  await tellRelay({ delayMs: 20_000 });
  await openStudio(page, SITES.relayed(), 'Lin');
  await describeScene(page, 'Too slow');
  const tile = page.getByRole('listitem').filter({ hasText: 'Too slow' });
  await tile.getByRole('button', { name: 'Cancel' }).click();
  await expect(tile.getByText('Canceled')).toBeVisible();
  await tile.getByRole('button', { name: 'Use this text' }).click();
  await expect(page.getByLabel('The scene, in your words')).toHaveValue('Too slow');
});

test('a refused prompt says why and leads back to the words', async ({ page }) => {
  await tellRelay({ next: ['moderation_blocked'] });
  await openStudio(page, SITES.relayed(), 'Noor');
  await describeScene(page, 'Something refused');
  const tile = page.getByRole('listitem').filter({ hasText: 'Something refused' });
  await expect(tile.getByText('The image service turned this text down.')).toBeVisible();
  await expect(tile.getByRole('button', { name: 'Change the text' })).toBeVisible();
});

test('what is put aside says why and when it goes on, and can be canceled', async ({ page }) => {
  await tellRelay({ next: [{ fault: 'rateLimit', retryAfter: 1800 }] });
  await openStudio(page, SITES.relayed(), 'Omar');
  await describeScene(page, 'Much to do');
  const tile = page.getByRole('listitem').filter({ hasText: 'Much to do' });
  await expect(
    tile.getByText(/The image service has too much to do\. It goes on by itself at \d/),
  ).toBeVisible();
  await tile.getByRole('button', { name: 'Cancel' }).click();
  await expect(tile.getByText('Canceled')).toBeVisible();
});

test('a failure is said in words, shows nothing of ours, and another try works', async ({
  page,
}) => {
  await tellRelay({ next: ['echoKey401'] });
  await openStudio(page, SITES.relayed(), 'Wei');
  await describeScene(page, 'Second time lucky');
  const tile = page.getByRole('listitem').filter({ hasText: 'Second time lucky' });
  await expect(tile.getByText('The image service did not let us in.')).toBeVisible();
  expect(await page.content()).not.toMatch(/sk-for-tests|127\.0\.0\.1:\d+\/v1/);
  await tile.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('img', { name: 'Second time lucky' })).toBeVisible();
});

test('when the day’s pictures are used up the studio says when there are new ones', async ({
  page,
}) => {
  await openStudio(page, SITES.relayed(), 'Ines');
  for (let n = 1; n <= 6; n += 1) {
    await describeScene(page, `Picture ${n}`);
    await expect(page.getByRole('img', { name: `Picture ${n}` })).toBeVisible();
  }
  await expect(page.getByText(/Today’s pictures are used up. There are new ones at/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Paint' })).toBeDisabled();
});

test('a tab that was closed and opened again finds its picture', async ({ browser }) => {
  await tellRelay({ delayMs: 3000 });
  const context = await browser.newContext();
  const first = await context.newPage();
  await openStudio(first, SITES.relayed(), 'Mateo');
  await describeScene(first, 'Leave and come back');
  await expect(first.getByRole('progressbar')).toBeVisible();
  await first.close();
  const second = await context.newPage();
  await second.goto(`${SITES.relayed()}/create`);
  await expect(second.getByRole('img', { name: 'Leave and come back' })).toBeVisible();
  await context.close();
});

test('a relay that only knows dall-e-3 paints with it, in its own size and style', async ({
  page,
}) => {
  await tellRelay({ models: ['dall-e-3'] });
  await openStudio(page, SITES.relayed(), 'Chidi');
  await page.getByText('GPT Image 2.5 Flare · Everyone').click();
  await page.getByLabel('Painted by').selectOption({ label: 'DALL·E 3' });
  await page.getByLabel('Style').selectOption('natural');
  await describeScene(page, 'A bridge in the fog');
  await expect(page.getByRole('img', { name: 'A bridge in the fog' })).toBeVisible();
  const { requests }: Report = await (await fetch(`${SITES.relay()}/control`)).json();
  expect(requests.at(-1)?.parameters).toMatchObject({
    model: 'dall-e-3',
    style: 'natural',
    size: '1792x1024',
  });
});
