import { newId, openDb, users, wallpapers } from '@easel/db';
import { expect, type Page, test } from '@playwright/test';
import { eq, sql } from 'drizzle-orm';
import { complaintsOf } from './person.ts';
import { SITES } from './sites.ts';

const { db, close } = openDb(SITES.database());
const creator = newId();
const SHAPES = [
  [1920, 1200],
  [1290, 2796],
  [2560, 1440],
  [3440, 1440],
  [1024, 1024],
] as const;
const MANY = 400;

/** Pictures of which only the row is there: what stands for them is drawn. The first is the oldest. */
async function add(from: number, to: number): Promise<void> {
  await db.insert(wallpapers).values(
    Array.from({ length: to - from }, (_, at) => {
      const n = from + at;
      const [width, height] = SHAPES[(n * 7) % 5] ?? SHAPES[0];
      return {
        creatorId: creator,
        prompt: `picture ${n}`,
        model: 'painter',
        params: { size: '1x1' },
        width,
        height,
        visibility: 'public' as const,
        originalKey: 'private/a/b.png' as const,
        originalBytes: 0,
        originalType: 'image/png',
        thumbhash: '',
        color: '#8899aa',
        palette: [],
        score: 0,
        createdAt: new Date(Date.UTC(2020, 0, 1) + n * 1000),
      };
    }),
  );
  await db.execute(sql`select pg_notify('changes', 'gallery')`);
}

test.beforeAll(async () => {
  await db.insert(users).values({ id: creator, name: 'Scroller' });
  await add(0, MANY);
});
test.afterAll(async () => {
  await db.delete(users).where(eq(users.id, creator));
  await close();
});

const cards = (page: Page) => page.getByRole('list', { name: 'Wallpapers by' });
const height = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);

/** What is seen at the top, and how far up it is: two pages that say the same look the same. */
const seen = (page: Page) =>
  page.evaluate(() => {
    const first = [...document.querySelectorAll('main .rows li:not([aria-hidden])')].find(
      (one) => one.getBoundingClientRect().bottom > 0,
    );
    return [first?.querySelector('img')?.alt, first?.getBoundingClientRect().top];
  });

async function openAll(page: Page): Promise<void> {
  await page.goto(`${SITES.outside()}/u/${creator}`);
  const more = page.getByRole('link', { name: 'Show more' });
  while (await more.isVisible()) {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForTimeout(50);
  }
  await expect(page.getByRole('img', { name: 'picture 0', exact: true })).toBeVisible();
}

test('of very many pictures only those near the screen are there, and the rest keeps its height', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  await openAll(page);
  const whole = await height(page);
  await expect.poll(() => cards(page).getByRole('img').count()).toBeLessThan(150);
  const last = cards(page).getByRole('listitem').last();
  expect(await last.getAttribute('aria-posinset')).toBe(String(MANY));
  expect(await last.getAttribute('aria-setsize')).toBe(String(MANY));

  await page.evaluate(() => {
    Reflect.set(window, 'moved', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Reflect.set(window, 'moved', Reflect.get(window, 'moved') + Reflect.get(entry, 'value'));
    }).observe({ type: 'layout-shift' });
  });
  for (let at = whole; at > 0; at -= 1500) {
    await page.evaluate((top) => window.scrollTo(0, top), at);
    await page.waitForTimeout(30);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('img', { name: `picture ${MANY - 1}`, exact: true })).toBeVisible();
  expect(await height(page)).toBe(whole);
  await expect.poll(() => cards(page).getByRole('img').count()).toBeLessThan(150);
  expect(await page.evaluate('window.moved')).toBe(0);

  // Another width has other rows.
  await page.setViewportSize({ width: 800, height: 900 });
  await expect.poll(() => cards(page).getByRole('img').count()).toBeLessThan(150);
  expect(await height(page)).not.toBe(whole);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => cards(page).getByRole('img').count()).toBeLessThan(150);
  expect(await height(page)).toBe(whole);
  expect(complaints).toEqual([]);
});

test('the way back leads to the same place of a long gallery, and the keyboard goes on where it was', async ({
  page,
}) => {
  await openAll(page);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.waitForTimeout(300);
  const before = await seen(page);
  const link = page.getByRole('link', { name: String(before[0]), exact: true });
  await link.dispatchEvent('click');
  await page.waitForURL(/sign-in/);
  await page.goBack();
  await expect(link).toBeVisible();
  await expect.poll(() => seen(page)).toEqual(before);

  // It is far away when the next press comes.
  await link.focus();
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('img')?.alt);
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('img', { name: `picture ${MANY - 1}`, exact: true })).toBeVisible();
  expect(await focused()).toBe(before[0]);
  await page.keyboard.press('Tab');
  const next = `picture ${Number(String(before[0]).slice(8)) - 1}`;
  expect(await focused()).toBe(next);
  await expect(page.getByRole('img', { name: next, exact: true })).toBeInViewport();
});

test('new pictures are announced, and come when they are asked for', async ({ page }) => {
  await page.clock.install();
  await page.goto(`${SITES.outside()}/u/${creator}`);
  const newest = cards(page).getByRole('listitem').first().getByRole('img');
  await expect(newest).toHaveAttribute('alt', `picture ${MANY - 1}`);
  await page.waitForLoadState('networkidle');
  await add(MANY, MANY + 3);
  await page.clock.runFor(61_000);
  const show = page.getByRole('status').getByRole('button', { name: 'Show 3 new wallpapers' });
  await expect(show).toBeVisible();
  await expect(newest).toHaveAttribute('alt', `picture ${MANY - 1}`);
  await show.click();
  await expect(newest).toHaveAttribute('alt', `picture ${MANY + 2}`);
  await expect(show).toHaveCount(0);
  await expect(cards(page)).toBeFocused();
});
