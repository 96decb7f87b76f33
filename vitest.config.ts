import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const postgres = './packages/db/src/testing-setup.ts';
const s3 = './tests/servers/s3-global-setup.ts';

/** A project's servers start only when one of its files runs. */
function project(name: string, folders: string[], servers: string[]) {
  return {
    extends: true as const,
    test: {
      name,
      include: folders.map((folder) => `${folder}/**/*.test.ts`),
      globalSetup: servers.filter((file) => existsSync(file)),
      // For a machine that stalls, where there are servers to wait for: the report names what passed
      // only then (retry x1), and it wants mending. What was wrong is never tried again.
      ...(servers.length > 0 && { retry: { count: 1, condition: /^Test timed out/ } }),
    },
  };
}

export default defineConfig({
  // Its other half throws outside of a server component, which is the point of it.
  resolve: {
    alias: {
      'server-only': fileURLToPath(
        new URL('./apps/web/node_modules/server-only/empty.js', import.meta.url),
      ),
    },
  },
  test: {
    exclude: ['**/node_modules/**', '**/.next/**', 'tests/e2e/**'],
    // Most files wait for processes of their own, so two share two cores well.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is looked at again and again until it is so: a busy machine is slow, not wrong.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      project('pure', ['packages/ai', 'scripts'], []),
      project('stores', ['packages/storage'], [s3]),
      project('database', ['packages/api', 'packages/db', 'apps/*'], [postgres]),
      project(
        'whole',
        ['tests/attack', 'tests/faults', 'tests/import', 'tests/integration', 'examples/*'],
        [postgres, s3],
      ),
    ],
  },
});
