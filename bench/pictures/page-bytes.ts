import { chromium, type Page } from '@playwright/test';
import type { Stage } from './stage.ts';

const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true },
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
} as const;

/** What a browser loads of pictures for the gallery's first page, scrolled to its end. */
export async function pageBytes({ site, originals }: Stage) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const bytes: Partial<Record<keyof typeof SCREENS, { pictures: number; bytes: number }>> = {};
    for (const name of ['phone', 'desktop'] as const) {
      const context = await browser.newContext(SCREENS[name]);
      const page = await context.newPage();
      const sizes = new Map<string, number>();
      page.on('response', (response) => {
        const { pathname } = new URL(response.url());
        if (!pathname.startsWith('/media/')) return;
        sizes.set(pathname, Number(response.headers()['content-length'] ?? 0));
      });
      await page.goto(site.url);
      await scrollToEnd(page);
      bytes[name] = { pictures: sizes.size, bytes: [...sizes.values()].reduce((a, b) => a + b, 0) };
      await context.close();
    }
    // The older page had the service's PNG of each, whole.
    return { ...bytes, older: originals.reduce((sum, picture) => sum + picture.bytes, 0) };
  } finally {
    await browser.close();
  }
}

async function scrollToEnd(page: Page): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(100);
  }
  await page.waitForLoadState('networkidle');
}
