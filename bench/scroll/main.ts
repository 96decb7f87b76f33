/** `pnpm bench scroll`: what a gallery of 2,000 pictures costs while it is scrolled to its end. */
import type { WallpaperCard, WallpaperPage } from '@easel/api/contract';
import { type Browser, chromium, type Page } from '@playwright/test';
import { percentile } from '../percentile.ts';
import { openStage } from '../pictures/stage.ts';
import { type Scrolled, scrollToTheEnd } from './trace.ts';

const PICTURES = Number(process.env.BENCH_ROWS ?? 2000);
/** What a browser calls a long task. */
const LONG_MS = 50;

/** Every picture of the gallery, as the site's own pages ask for them. */
async function everyCard(site: string): Promise<WallpaperCard[]> {
  const cards: WallpaperCard[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const input = JSON.stringify({ json: { limit: 60, ...(cursor && { cursor }) } });
    const answer = await fetch(
      `${site}/api/trpc/wallpaper.list?input=${encodeURIComponent(input)}`,
    );
    const body: { result: { data: { json: WallpaperPage } } } = await answer.json();
    cards.push(...body.result.data.json.items);
    cursor = body.result.data.json.nextCursor;
  }
  return cards;
}

/** The same pictures in a page that is nothing but them: no script, every one there from the start. */
async function openPlain(page: Page, site: string, cards: WallpaperCard[]): Promise<void> {
  const pictures = cards.map(
    ({ width, height, image }) =>
      `<img loading="lazy" src="${image.src}" srcset="${image.srcSet}" sizes="20rem" style="flex:${width / height} 1 ${(208 * width) / height}px;min-width:0;aspect-ratio:${width / height}">`,
  );
  const body = `<!doctype html><div style="display:flex;flex-wrap:wrap;gap:8px">${pictures.join('')}</div>`;
  await page.route(`${site}/plain`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${site}/plain`);
}

async function measure(
  browser: Browser,
  open: (page: Page) => Promise<unknown>,
): Promise<Scrolled> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  try {
    const page = await context.newPage();
    await open(page);
    return await scrollToTheEnd(browser, page);
  } finally {
    await context.close();
  }
}

function tell(name: string, { tasks, work, frames, elements, height }: Scrolled): void {
  const busy = tasks.reduce((sum, one) => sum + one, 0) / 1000;
  const long = tasks.filter((one) => one > LONG_MS).length;
  const heavy = work.filter((one) => one > LONG_MS).length;
  const late = frames.filter((one) => one > LONG_MS).length;
  console.log(
    `${name}: ${height} px, ${elements} elements at the end; ${long} tasks over ${LONG_MS} ms on the clock, the longest ${tasks[0]?.toFixed(0)} ms, and ${heavy} of processor time, the longest ${work[0]?.toFixed(0)} ms, ${busy.toFixed(1)} s busy; ${late} of ${frames.length} frames over ${LONG_MS} ms, p95 ${percentile(frames, 0.95).toFixed(0)} ms`,
  );
}

const stage = await openStage({ wallpapers: PICTURES, users: 50 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const { url } = stage.site;
  const cards = await everyCard(url);
  const plain = await measure(browser, (page) => openPlain(page, url, cards));
  tell(`${cards.length} pictures in a page without scripts (baseline)`, plain);
  const ours = await measure(browser, (page) => page.goto(url));
  tell('  the gallery', ours);
} finally {
  await browser.close();
  await stage.close();
}
