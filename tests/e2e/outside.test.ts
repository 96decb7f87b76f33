import { openDb, rates } from '@easel/db';
import { expect, test } from '@playwright/test';
import { eq, sql } from 'drizzle-orm';
import { complaintsOf, describeScene, openStudio } from './person.ts';
import { SITES, tellRelay } from './sites.ts';

/** Whether a picture is there, in pixels across. */
const size = (img: HTMLImageElement) => img.complete && img.naturalWidth;

test.beforeEach(() => tellRelay({ reset: true, delayMs: 500 }));

test('a scene appears while it is painted, and hangs in the gallery from the bucket', async ({
  page,
}) => {
  await tellRelay({ delayMs: 6000 });
  const complaints = complaintsOf(page);
  const site = SITES.outside();
  await openStudio(page, site, 'Ada');
  await describeScene(page, 'A harbour in the evening');
  const tile = page.getByRole('listitem').filter({ hasText: 'A harbour in the evening' });
  const unfinished = tile.getByRole('progressbar').locator('img');
  await expect(unfinished).toBeVisible();
  await expect.poll(() => unfinished.evaluate(size)).toBeGreaterThan(0);
  const picture = tile.getByRole('img', { name: 'A harbour in the evening' });
  await expect(picture).toBeVisible({ timeout: 30_000 });

  await page.goto(site);
  const hung = page.getByRole('img', { name: 'A harbour in the evening' }).first();
  await expect(hung).toHaveAttribute('src', new RegExp(`^${SITES.bucket()}/public/`));
  await expect.poll(() => hung.evaluate(size)).toBeGreaterThan(0);
  expect(complaints).toEqual([]);

  const visitor = await page.context().newPage();
  await visitor.route(`${SITES.bucket()}/public/**`, (route) => route.fulfill({ status: 403 }));
  await visitor.goto(site);
  const lost = visitor.getByRole('img', { name: 'A harbour in the evening' }).first();
  await expect.poll(() => lost.evaluate(size), 'what the bucket has lost').toBeGreaterThan(0);
  await expect(lost).toHaveAttribute('src', /^\/media\/public\//);
});

test('a picture made private leaves the bucket’s open part, and its owner sees and saves it', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  const site = SITES.outside();
  await openStudio(page, site, 'Noor');
  await describeScene(page, 'A walled garden');
  await page.getByRole('img', { name: 'A walled garden' }).click({ timeout: 40_000 });
  await expect(page).toHaveURL(/\/w\//);
  const shown = page.getByRole('img', { name: 'A walled garden' }).first();
  const open = await shown.getAttribute('src');
  expect((await fetch(String(open))).status).toBe(200);

  await page.getByRole('button', { name: 'Make private' }).click();
  await expect(page.getByText('Only you can see this wallpaper.')).toBeVisible();
  await expect.poll(async () => (await fetch(String(open))).status).toBeGreaterThanOrEqual(400);
  await page.reload();
  await expect.poll(() => shown.evaluate(size)).toBeGreaterThan(0);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: /Download for this screen/ }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^A-walled-garden-1440x900\.\w+$/);
  expect(complaints).toEqual([]);

  // One too many: a sentence in the language of the page, and the way back to it.
  const me = await (await page.request.get(`${site}/api/trpc/user.me`)).json();
  const { db, close } = openDb(SITES.database());
  const key = `download user ${me.result.data.json.id}`;
  const used = { usedUntil: sql`now() + interval '1 hour'` };
  const counted = { target: rates.key, set: used };
  await db
    .insert(rates)
    .values({ key, ...used })
    .onConflictDoUpdate(counted);
  const path = new URL(page.url()).pathname;
  await page.goto(`${site}/zh${path}`);
  await page.getByRole('link', { name: /按这块屏幕下载/ }).click();
  await expect(page.getByText(/请在 [\d,]+ 秒后再试/)).toBeVisible();
  await page.getByRole('link', { name: '返回' }).click();
  await expect(page).toHaveURL(`${site}/zh${path}`);
  await db.delete(rates).where(eq(rates.key, key));
  await close();
});
