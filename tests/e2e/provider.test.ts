import { accounts, openDb, users } from '@easel/db';
import { expect, type Page, test } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { complaintsOf } from './person.ts';
import { SITES, tellProvider } from './sites.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** At the provider, as whoever that login belongs to. */
async function passProvider(page: Page, login: string): Promise<void> {
  await page.getByLabel('Login').fill(login);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.origin === SITES.outside());
  // The provider would remember them, and ask nobody the next time.
  await page.context().clearCookies({ domain: '127.0.0.1' });
}

test('a first sign-in at a provider leads to where the person was going, and back in', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  const site = SITES.outside();
  await tellProvider({
    people: { mira: { name: 'Mira', email: 'mira@example.com', email_verified: true } },
  });
  await page.goto(`${site}/create?prompt=a+pier`);
  await page.getByRole('button', { name: 'Continue with Test ID' }).click();
  await passProvider(page, 'mira');
  await expect(page).toHaveURL(`${site}/create?prompt=a+pier`);

  await page.goto(`${site}/settings`);
  await expect(page.getByText('mira@example.com')).toBeVisible();
  const ways = page.getByRole('region', { name: 'Ways to sign in' });
  await expect(ways.getByRole('listitem')).toHaveText('Test ID');
  await expect(ways.getByText('This is the only way into your account')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).last().click();
  await expect(page).toHaveURL(`${site}/`);
  await page.goto(`${site}/settings`);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  expect(complaints).toEqual([]);
});

test('on a phone, in Chinese: an address that is known is explained, and a way in is added and removed', async ({
  browser,
}) => {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  const site = SITES.outside();
  const { db, close } = openDb(SITES.database());
  await tellProvider({
    people: {
      lin: { name: '林', email: 'lin@example.com', email_verified: true },
      other: { name: 'Other' },
    },
  });
  const known = { name: '林', email: 'lin@example.com', emailVerified: new Date() };
  const [lin] = await db.insert(users).values(known).returning();
  const account = { type: 'oauth', provider: 'github', providerAccountId: 'lin' } as const;
  await db.insert(accounts).values({ userId: lin?.id ?? '', ...account });

  await page.goto(`${site}/zh/library`);
  await page.getByRole('button', { name: '使用 Test ID 继续' }).click();
  await passProvider(page, 'lin');
  await expect(page.getByRole('alert').filter({ hasText: '已经有' })).toBeVisible();
  await expect(page).toHaveURL(/\/zh\/sign-in\?.*callbackUrl=%2Fzh%2Flibrary/);

  await page.getByLabel('你的名字').fill('小舟二号');
  await page.getByRole('button', { name: '继续', exact: true }).click();
  await expect(page).toHaveURL(`${site}/zh/library`);
  for (const login of ['other', 'second']) {
    await page.goto(`${site}/zh/settings`);
    await page
      .getByRole('button', { name: /Test ID/ })
      .last()
      .click();
    await passProvider(page, login);
    await expect(page).toHaveURL(`${site}/zh/settings`);
  }
  const ways = page.getByRole('region', { name: '登录方式' });
  await expect(ways.getByRole('listitem')).toHaveCount(2);
  await ways.getByRole('listitem').first().getByRole('button').click();
  await expect(ways.getByRole('listitem')).toHaveCount(1);
  expect(complaints).toEqual([]);
  await db.delete(users).where(eq(users.id, lin?.id ?? ''));
  await close();
  await context.close();
});
