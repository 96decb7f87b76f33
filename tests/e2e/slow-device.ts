import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';

const KILOBYTE = 1024;

/** What a page loads and how it moves, on a slow device far away. */
export type Load = {
  /** Kilobytes of script before anything is pressed, as gzip sends them. */
  script: number;
  /** Requests to anywhere but the site. */
  elsewhere: string[];
  layoutShift: number;
  /** What moved, as far as the browser says it, and by how much. */
  moved: string[];
  /** Milliseconds until the largest thing was painted. */
  largestPaint: number;
};

/** A processor four times slower, 10 Mbit/s and 40 ms. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const throughput = 10_000_000 / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
}

/** Has each page that is opened from now on keep what happens to it in `window.seen`. */
export async function watchFromTheStart(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = {
      layoutShift: 0,
      moved: [] as string[],
      largestPaint: 0,
      interaction: 0,
      alive: false,
    };
    document.addEventListener('alive', () => {
      seen.alive = true;
    });
    Reflect.set(window, 'seen', seen);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (Reflect.get(entry, 'hadRecentInput')) continue;
        seen.layoutShift += Reflect.get(entry, 'value');
        for (const { node } of Reflect.get(entry, 'sources')) {
          const what = node instanceof Element ? node.outerHTML.slice(0, 120) : node?.textContent;
          seen.moved.push(`${Reflect.get(entry, 'value').toFixed(4)} ${what}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.largestPaint = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (Reflect.get(entry, 'interactionId'))
          seen.interaction = Math.max(seen.interaction, entry.duration);
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** Opens an address of the site and says what that took. */
export async function loadOf(page: Page, address: string): Promise<Load> {
  const scripts: Response[] = [];
  const elsewhere: string[] = [];
  const { origin } = new URL(address);
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(`${origin}/`))
      elsewhere.push(request.url());
  });
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response);
  });
  await watchFromTheStart(page);
  await page.goto(address);
  // What moves a page is often the first thing that its script does.
  await page.waitForFunction(() => Reflect.get(window, 'seen').alive);
  await page.waitForLoadState('networkidle');
  const { layoutShift, moved, largestPaint } =
    await page.evaluate<Omit<Load, 'script' | 'elsewhere'>>('window.seen');
  // Read now, of what has come so far: the body of a script that comes later goes with its page.
  const bodies = await Promise.all(scripts.map((response) => response.body()));
  const script = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  return { script: script / KILOBYTE, elsewhere, layoutShift, moved, largestPaint };
}

/** Milliseconds of the slowest interaction with the page so far, from the press to the paint. */
export async function slowestInteraction(page: Page): Promise<number> {
  await page.waitForTimeout(300);
  return await page.evaluate<number>('window.seen.interaction');
}
