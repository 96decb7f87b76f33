/**
 * `pnpm screenshots [pages…]`: every page in every language, theme and size, as PNG files in
 * `.screenshots/`, to be looked at. Needs a running site with local accounts: EASEL_URL, or the one
 * at http://localhost:3000. An empty site is filled with some wallpapers first: thirty, of which some
 * show only on a gallery's second page, so start it with GENERATIONS_PER_DAY=30.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Route,
} from '@playwright/test';
import { fillSite } from './screenshots-content.ts';

const SITE = process.env.EASEL_URL ?? 'http://localhost:3000';
const FOLDER = join(import.meta.dirname, '../.screenshots');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
const LOCALES = { en: '', zh: '/zh' };
const SCREENS = { phone: '1290x2796', laptop: '2880x1800', ultrawide: '3440x1440' };
const THEMES = ['light', 'dark'] as const;

type Shot = {
  name: string;
  path: string;
  signedIn: boolean;
  /** Brings the page into the state to be shown. */
  before?: (page: Page) => Promise<unknown>;
  after?: (page: Page) => Promise<unknown>;
};

const fails = (pattern: string) => (page: Page) =>
  page.route(pattern, (route) => route.abort('connectionrefused'));

/** Changes what one procedure answers, alone or in a batch with others. */
function answers(procedure: string, change: (json: Answer) => void) {
  return (page: Page) =>
    page.route(`**/api/trpc/**${procedure}**`, async (route: Route) => {
      const response = await route.fetch();
      const body: Envelope | Envelope[] = await response.json();
      const { pathname } = new URL(route.request().url());
      const index = pathname.replace('/api/trpc/', '').split(',').indexOf(procedure);
      const json = [body].flat()[index]?.result?.data.json;
      if (json) change(json);
      await route.fulfill({ response, json: body });
    });
}

type Envelope = { result?: { data: { json: Answer } } };

/** As much of the answers as the screenshots change. */
type Answer = {
  items?: {
    status: string;
    progress?: number;
    preview?: string;
    error?: object;
    wallpaperId?: string;
  }[];
  quota?: { limit: number; used: number };
};

const emptyList = (json: Answer) => {
  json.items = [];
};

const everyState = answers('generation.list', ({ items = [] }) => {
  const states = ['queued', 'running', 'retrying', 'storing', 'failed', 'rejected', 'canceled'];
  for (const [index, status] of states.entries()) {
    const item = items[index];
    if (!item) continue;
    item.status = status;
    if (status === 'running')
      Object.assign(item, { progress: 0.4, preview: '/api/placeholders/3' });
    const reason = status === 'failed' ? 'UPSTREAM_TIMEOUT' : 'PROMPT_REJECTED';
    item.error = { reason, message: '', retryable: status === 'failed' };
  }
});

function shots(wallpaper: string, creator: string): Shot[] {
  return [
    { name: 'gallery', path: '/', signedIn: false },
    { name: 'gallery-nothing', path: '/?query=zzqx', signedIn: false },
    {
      name: 'gallery-more-failed',
      path: '/',
      signedIn: false,
      before: fails('**/api/trpc/wallpaper.list**'),
      after: (page) => page.evaluate(() => window.scrollTo(0, document.body.scrollHeight)),
    },
    {
      name: 'panel',
      path: '/',
      signedIn: true,
      after: (page) => page.locator('[popovertarget="account-panel"]').click(),
    },
    { name: 'sign-in', path: '/sign-in?callbackUrl=%2Fcreate', signedIn: false },
    { name: 'create', path: '/create', signedIn: true },
    {
      name: 'create-filled',
      path: '/create?prompt=A%20lighthouse%20in%20the%20first%20snow',
      signedIn: true,
      after: (page) => page.locator('summary').click(),
    },
    {
      name: 'create-failed',
      path: '/create',
      signedIn: true,
      before: fails('**/api/trpc/generation.list**'),
    },
    { name: 'create-states', path: '/library?tab=generations', signedIn: true, before: everyState },
    {
      name: 'create-quota',
      path: '/create?prompt=One%20more',
      signedIn: true,
      before: answers('user.me', ({ quota }) => {
        if (quota) quota.used = quota.limit;
      }),
    },
    ...Object.entries(SCREENS).map(([screen, size]) => ({
      name: `seen-on-${screen}`,
      path: `/w/${wallpaper}`,
      signedIn: true,
      after: (page: Page) => page.locator(`[data-screen="${size}"]`).click(),
    })),
    { name: 'wallpaper', path: `/w/${wallpaper}`, signedIn: true },
    {
      name: 'wallpaper-sizes',
      path: `/w/${wallpaper}`,
      signedIn: true,
      after: (page) => page.locator('[aria-haspopup="menu"]').click(),
    },
    { name: 'creator', path: `/u/${creator}`, signedIn: false },
    { name: 'library', path: '/library', signedIn: true },
    { name: 'library-generations', path: '/library?tab=generations', signedIn: true },
    { name: 'library-deleted', path: '/library?tab=deleted', signedIn: true },
    {
      name: 'library-loading',
      path: '/library',
      signedIn: true,
      before: (page) => page.route('**/api/trpc/wallpaper.mine**', () => new Promise(() => {})),
    },
    {
      name: 'library-failed',
      path: '/library',
      signedIn: true,
      before: fails('**/api/trpc/wallpaper.mine**'),
    },
    {
      name: 'library-empty',
      path: '/library',
      signedIn: true,
      before: answers('wallpaper.mine', emptyList),
    },
    {
      name: 'library-no-likes',
      path: '/library?tab=likes',
      signedIn: true,
      before: answers('wallpaper.liked', emptyList),
    },
    {
      name: 'library-no-generations',
      path: '/library?tab=generations',
      signedIn: true,
      before: answers('generation.list', emptyList),
    },
    {
      name: 'library-generations-failed',
      path: '/library?tab=generations',
      signedIn: true,
      before: fails('**/api/trpc/generation.list**'),
    },
    {
      name: 'fits-panel',
      path: '/?fits=1290x2796,3440x1440',
      signedIn: true,
      after: (page) => page.locator('[popovertarget="fits-panel"]').click(),
    },
    { name: 'settings', path: '/settings', signedIn: true },
    {
      name: 'settings-end',
      path: '/settings',
      signedIn: true,
      after: (page) => page.evaluate(() => window.scrollTo(0, document.body.scrollHeight)),
    },
    { name: 'offline', path: '/offline', signedIn: true },
    {
      name: 'connection-lost',
      path: '/library',
      signedIn: true,
      after: (page) => page.evaluate(() => window.dispatchEvent(new Event('offline'))),
    },
    { name: 'not-found', path: '/no-such-page', signedIn: false },
  ];
}

async function signIn(context: BrowserContext): Promise<void> {
  const response = await context.request.post(`${SITE}/api/sign-in/local`, {
    data: { name: 'Screenshots' },
    headers: { origin: SITE },
  });
  if (!response.ok()) throw new Error(`Signing in answered ${response.status()}.`);
}

async function shoot(browser: Browser, all: Shot[], only: string[]): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      const open = async (signedIn: boolean) => {
        const context = await browser.newContext({
          viewport,
          colorScheme: theme,
          deviceScaleFactor: 1,
          hasTouch: size === 'phone',
          isMobile: size === 'phone',
        });
        if (signedIn) await signIn(context);
        return context;
      };
      const contexts = { visitor: await open(false), person: await open(true) };
      for (const shot of all.filter(({ name }) => only.length === 0 || only.includes(name))) {
        for (const [locale, prefix] of Object.entries(LOCALES)) {
          const context = shot.signedIn ? contexts.person : contexts.visitor;
          const page = await context.newPage();
          const said: string[] = [];
          page.on('console', (line) => line.type() === 'error' && said.push(line.text()));
          page.on('pageerror', (error) => said.push(error.message));
          await shot.before?.(page);
          const path = shot.path === '/' ? prefix || '/' : prefix + shot.path;
          await page.goto(SITE + path.replace(/^\/zh\/\?/, '/zh?'));
          await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {});
          await shot.after?.(page);
          await page.waitForTimeout(700);
          const file = `${shot.name}-${size}-${theme}-${locale}.png`;
          await page.screenshot({ path: join(FOLDER, file) });
          console.log(file, ...said);
          await page.close();
        }
      }
      await Promise.all([contexts.visitor.close(), contexts.person.close()]);
    }
  }
}

const { wallpaper, creator } = await fillSite(SITE);
await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  await shoot(browser, shots(wallpaper, creator), process.argv.slice(2));
} finally {
  await browser.close();
}
