import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './person.ts';
import { SITES } from './sites.ts';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
const PAGES = [
  '/',
  '/create',
  '/library',
  '/library?tab=generations',
  '/settings',
  '/nothing-here',
];

/** Every size with every theme, every theme with every language, every language with every size. */
const PAIRS = [
  { size: 'phone', colorScheme: 'light', locale: '' },
  { size: 'phone', colorScheme: 'dark', locale: '/zh' },
  { size: 'desktop', colorScheme: 'light', locale: '/zh' },
  { size: 'desktop', colorScheme: 'dark', locale: '' },
] as const;

/** What a finger would miss: controls of less than 44 px a side, but for links in running text. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, summary, input, select, textarea')].flatMap(
      (control) => {
        const { width, height } = control.getBoundingClientRect();
        // Hidden, or shown only to the keyboard.
        if (!control.checkVisibility({ visibilityProperty: true }) || width <= 1) return [];
        if (getComputedStyle(control).display === 'inline') return [];
        if (Math.min(width, height) >= 43.5) return [];
        return [`${Math.round(width)} × ${Math.round(height)}: ${control.outerHTML.slice(0, 160)}`];
      },
    ),
  );
}

for (const { size, colorScheme, locale } of PAIRS)
  test(`no barrier on any page (${size}, ${colorScheme}, ${locale || '/en'})`, async ({
    browser,
  }) => {
    const viewport = SIZES[size];
    const context = await browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    const check = async (path: string) => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${path}: ${id} at ${target}`),
      );
      expect(found).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      if (size === 'phone') expect(await tooSmall(page), `targets on ${path}`).toEqual([]);
    };
    await page.goto(`${SITES.newcomer()}/sign-in?callbackUrl=%2F`);
    await check('/sign-in');
    await signIn(page, 'Ada');
    await page.waitForURL(`${SITES.newcomer()}/`);
    for (const path of PAGES) {
      await page.goto(SITES.newcomer() + (locale + path).replace(/\/$/, ''));
      await page.waitForLoadState('networkidle');
      await check(locale + path);
    }
    await page.goto(SITES.newcomer() + locale);
    await page.getByRole('main').getByRole('listitem').first().getByRole('link').first().click();
    await page.waitForURL(/\/w\//);
    await page.waitForLoadState('networkidle');
    await check(`${locale}/w`);
    await context.close();
  });
