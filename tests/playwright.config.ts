import { defineConfig } from '@playwright/test';

/** End to end, in Debian's Chromium on the production build. */
export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/sites.ts',
  // The sites, their workers and the browser share two cores.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: '../.playwright/results',
  forbidOnly: true,
  // For a machine that stalls: the report names what passed only then as flaky, and it wants mending.
  retries: 1,
  // The newcomer comes to an empty gallery, and leaves pictures in it for the others.
  projects: [
    { name: 'newcomer', testMatch: 'newcomer.test.ts' },
    { name: 'everyone', testIgnore: 'newcomer.test.ts', dependencies: ['newcomer'] },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
