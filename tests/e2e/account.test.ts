import { expect, type Page, test } from '@playwright/test';
import { complaintsOf, describeScene, openStudio } from './person.ts';
import { SITES } from './sites.ts';

/** A picture as a camera would give it: a small red PNG. */
async function pngOf(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 });
    const context = canvas.getContext('2d');
    if (context) {
      context.fillStyle = 'red';
      context.fillRect(0, 0, 300, 200);
    }
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Buffer.from(base64, 'base64');
}

test('a person sees to name, picture, sessions and data, and leaves without a trace', async ({
  browser,
  page,
}) => {
  const complaints = complaintsOf(page);
  const site = SITES.relayed();
  await openStudio(page, site, 'Leander');
  await describeScene(page, 'A ferry in the fog');
  const picture = page.getByRole('link', { name: /A ferry in the fog/ }).first();
  await expect(picture).toBeVisible();
  const wallpaper = await picture.getAttribute('href');

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await openStudio(other, site, 'Leander');

  await page.goto(`${site}/settings`);
  await page.getByLabel('Name', { exact: true }).fill('Leander B.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();

  const avatar = page.getByRole('main').locator('img').first();
  await expect(avatar).toHaveAttribute('src', /^\/api\/avatars\//);
  const upload = (name: string, mimeType: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
  await upload(
    'face.svg',
    'image/svg+xml',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  );
  await expect(page.getByText('This cannot be used as a picture.')).toBeVisible();
  await upload('face.png', 'image/png', await pngOf(page));
  await expect(avatar).toHaveAttribute('src', /^\/media\/public\//);
  const face = `${site}${await avatar.getAttribute('src')}`;
  expect((await page.request.get(face)).headers()['content-type']).toBe('image/webp');
  // The picture was refused once, on purpose.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);

  const sessions = page.getByRole('region', { name: 'Where you are signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await expect(sessions.getByText('This browser')).toHaveCount(1);
  await sessions.getByRole('button', { name: 'End the session in Chrome on Linux' }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await other.goto(`${site}/settings`);
  await expect(other).toHaveURL(/\/sign-in/);
  await elsewhere.close();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download everything' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^easel-[\d-]{10}\.zip$/);
  const zip = await page.request.get(`${site}/api/account/export`);
  expect((await zip.body()).toString('latin1')).toMatch(/A-ferry-in-the-fog/);

  const shown = await page.request.get(`${site}/api/trpc/wallpaper.list`);
  const id = wallpaper?.split('/').pop() ?? '';
  const card = (await shown.json()).result.data.json.items.find(
    (item: { id: string }) => item.id === id,
  );
  expect(card.creator.name).toBe('Leander B.');

  const remove = page.getByRole('button', { name: 'Delete account' });
  const confirm = page.getByLabel('Type “Leander B.” to confirm');
  await confirm.fill('Leander');
  await expect(remove).toBeDisabled();
  await confirm.fill('Leander B.');
  await remove.click();
  await expect(page).toHaveURL(`${site}/`);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  for (const address of [face, `${site}${card.image.src}`])
    await expect.poll(async () => (await page.request.get(address)).status()).toBe(404);
  expect((await page.request.get(`${site}/u/${card.creator.id}`)).status()).toBe(404);
  expect(complaints).toEqual([]);
});

test('the same in Chinese, in short', async ({ page }) => {
  const site = SITES.relayed();
  await page.goto(`${site}/zh/settings`);
  await page.getByLabel('你的名字').fill('小舟');
  await page.getByRole('button', { name: '继续' }).click();
  await expect(page).toHaveURL(`${site}/zh/settings`);
  await expect(page.getByText('当前浏览器')).toBeVisible();
  await expect(page.getByRole('link', { name: '下载全部数据' })).toBeVisible();
  await page.getByLabel('输入“小舟”以确认').fill('小舟');
  await page.getByRole('button', { name: '删除账号' }).click();
  await expect(page).toHaveURL(`${site}/zh`);
  await page.goto(`${site}/zh/settings`);
  await expect(page).toHaveURL(/\/zh\/sign-in/);
});
