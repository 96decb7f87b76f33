import type { Browser, Page } from '@playwright/test';

/** What the main thread of a page did while it was scrolled. */
export type Scrolled = {
  /** Milliseconds of each task on the clock, and of the processor's time, the longest first. */
  tasks: number[];
  work: number[];
  /** Milliseconds between one frame and the next that the page could draw. */
  frames: number[];
  /** Elements in the document at the end. */
  elements: number;
  /** How far it went, in pixels. */
  height: number;
};

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
} & {
  args?: { name?: string };
};

/** One turn of a wheel, and how often a hand turns it. */
const TURN = 480;
const EVERY_MS = 50;

/** Scrolls from the top to where nothing more comes, as a hand on a wheel does, and watches. */
export async function scrollToTheEnd(browser: Browser, page: Page): Promise<Scrolled> {
  await page.waitForLoadState('networkidle');
  await page.mouse.move(700, 500);
  await page.evaluate(watchFrames);
  await browser.startTracing(page, {
    categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'],
  });
  const more = page.locator('main a[href*="cursor="]');
  for (let still = 0; still < 20 || (still < 200 && (await more.count()) > 0); ) {
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, TURN);
    await page.waitForTimeout(EVERY_MS);
    const after = await page.evaluate(() => scrollY);
    still = after === before ? still + 1 : 0;
  }
  const trace: { traceEvents: TraceEvent[] } = JSON.parse(String(await browser.stopTracing()));
  const { frames, elements, height } = await page.evaluate(seenFrames);
  const tasks = tasksOf(trace.traceEvents);
  const longestFirst = (times: number[]) => times.sort((a, b) => b - a);
  return {
    tasks: longestFirst(tasks.map(({ dur = 0 }) => dur / 1000)),
    work: longestFirst(tasks.map(({ tdur = 0 }) => tdur / 1000)),
    frames,
    elements,
    height,
  };
}

/** The tasks of the main thread that had most to do: the page's, not that of an empty tab. */
function tasksOf(events: TraceEvent[]): TraceEvent[] {
  const mains = events.filter(({ name, args }) => {
    return name === 'thread_name' && args?.name === 'CrRendererMain';
  });
  const tasks = mains.map((main) =>
    events.filter(
      ({ name, pid, tid }) => pid === main.pid && tid === main.tid && name === 'RunTask',
    ),
  );
  const busy = (all: TraceEvent[]) => all.reduce((sum, { dur = 0 }) => sum + dur, 0);
  return tasks.sort((a, b) => busy(b) - busy(a))[0] ?? [];
}

function watchFrames(): void {
  const frames: number[] = [];
  Reflect.set(window, 'frameTimes', frames);
  let last = performance.now();
  const next = (now: number) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

function seenFrames() {
  const frames: number[] = Reflect.get(window, 'frameTimes');
  return {
    frames,
    elements: document.querySelectorAll('*').length,
    height: document.documentElement.scrollHeight,
  };
}
