/** `pnpm bench interface`: how soon the gallery is there on a slow device, and how soon it answers. */
import { type Browser, chromium, type Page } from '@playwright/test';
import {
  loadOf,
  slowDown,
  slowestInteraction,
  watchFromTheStart,
} from '../../tests/e2e/slow-device.ts';
import { percentile } from '../percentile.ts';
import { openStage } from '../pictures/stage.ts';

const VISITS = 9;

const ms = (times: number[]) => `p50 ${percentile(times, 0.5).toFixed(0)} ms`;
const ratio = (ours: number[], base: number[]) =>
  `${(percentile(ours, 0.5) / percentile(base, 0.5)).toFixed(2)}x`;

/** Visits as a newcomer: nothing is in any cache. */
async function visit<T>(browser: Browser, what: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    serviceWorkers: 'block',
  });
  try {
    const page = await context.newPage();
    await slowDown(page);
    return await what(page);
  } finally {
    await context.close();
  }
}

/** The same page without its scripts: what its words and pictures cost by themselves. */
async function bare(page: Page, site: string): Promise<number> {
  await page.route(/\.js(\?|$)/, (route) => route.abort());
  await watchFromTheStart(page);
  await page.goto(site);
  await page.waitForLoadState('networkidle');
  return await page.evaluate<number>('window.seen.largestPaint');
}

/** A press on a button that changes one word of an otherwise empty page. */
async function barePress(page: Page, site: string): Promise<number> {
  await watchFromTheStart(page);
  await page.goto(`${site}/robots.txt`);
  await page.evaluate(() => {
    const press = document.createElement('button');
    press.textContent = 'Press';
    press.onclick = () => {
      press.textContent = 'Pressed';
    };
    document.body.replaceChildren(press);
  });
  await page.getByRole('button').click();
  return await slowestInteraction(page);
}

const stage = await openStage();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const { url } = stage.site;
  const paints = { bare: [] as number[], ours: [] as number[] };
  const presses = { bare: [] as number[], ours: [] as number[] };
  for (let n = 0; n < VISITS; n += 1) {
    paints.bare.push(await visit(browser, (page) => bare(page, url)));
    presses.bare.push(await visit(browser, (page) => barePress(page, url)));
    await visit(browser, async (page) => {
      paints.ours.push((await loadOf(page, url)).largestPaint);
      await page.mouse.wheel(0, 800);
      await page.getByRole('link', { name: 'Landscape' }).click();
      presses.ours.push(await slowestInteraction(page));
    });
  }
  console.log(
    `gallery of ${stage.originals.length} on a phone, CPU 4x slower, 10 Mbit/s, 40 ms; ${VISITS} visits`,
  );
  console.log(`largest paint, the page without its scripts (baseline): ${ms(paints.bare)}`);
  console.log(`  as it is: ${ms(paints.ours)} (${ratio(paints.ours, paints.bare)})`);
  console.log(
    `slowest interaction, a word that changes on an empty page (baseline): ${ms(presses.bare)}`,
  );
  console.log(`  scroll and filter: ${ms(presses.ours)} (${ratio(presses.ours, presses.bare)})`);
} finally {
  await browser.close();
  await stage.close();
}
