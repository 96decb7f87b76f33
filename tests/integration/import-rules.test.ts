import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-rules-'));
  await copyFile(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the linter with our rules says of such a file in such a place. */
async function verdict(file: string, source: string): Promise<string> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
  const biome = join(ROOT, 'node_modules/.bin/biome');
  return new Promise((resolve) => {
    const args = ['lint', '--vcs-enabled=false', file];
    execFile(biome, args, { cwd: folder }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

const using = (module: string) => `import { it } from '${module}';\nit();\n`;

const REFUSED: [string, string, string][] = [
  ['packages/ai/src/a.ts', using('@easel/storage'), 'noRestrictedImports'],
  ['packages/storage/src/a.ts', using('@easel/db'), 'noRestrictedImports'],
  ['packages/db/src/a.ts', using('@easel/api/contract'), 'noRestrictedImports'],
  ['packages/api/src/wallpaper/a.ts', using('@easel/ai'), 'noRestrictedImports'],
  ['packages/api/src/wallpaper/a.ts', using('@easel/storage/images'), 'noRestrictedImports'],
  ['packages/api/src/wallpaper/a.ts', using('../router/trpc.ts'), 'noRestrictedImports'],
  ['packages/api/src/generation/paint.ts', using('@trpc/server'), 'noRestrictedImports'],
  ['packages/api/src/router/a.ts', using('drizzle-orm/pg-core'), 'noRestrictedImports'],
  ['packages/api/src/router/a.ts', using('@easel/db'), 'noRestrictedImports'],
  ['packages/api/src/contract.ts', using('zod'), 'noRestrictedImports'],
  ['packages/api/src/contract.ts', using('@easel/db'), 'noRestrictedImports'],
  ['apps/web/src/features/studio/a.tsx', using('@easel/api/server'), 'noRestrictedImports'],
  ['apps/web/src/features/studio/a.tsx', using('@easel/ai'), 'noRestrictedImports'],
  ['apps/web/src/server/a.ts', using('@easel/db'), 'noRestrictedImports'],
  ['apps/web/src/app/api/x/route.ts', using('@easel/storage'), 'noRestrictedImports'],
  ['apps/worker/src/a.ts', using('@easel/db'), 'noRestrictedImports'],
  ['packages/api/src/wallpaper/a.ts', 'console.log(process.env.HOME);\n', 'noProcessEnv'],
  ['apps/web/src/features/a.ts', 'console.log(process.env.HOME);\n', 'noProcessEnv'],
  ['packages/api/src/account/a.ts', "await fetch('https://example.com');\n", 'noRestrictedGlobals'],
  ['packages/storage/src/a.ts', "await fetch('https://example.com');\n", 'noRestrictedGlobals'],
];

test.for(REFUSED)('%s may not hold %j', async ([file, source, rule]) => {
  expect(await verdict(file, source)).toContain(rule);
});

const ALLOWED: [string, string][] = [
  ['packages/api/src/wallpaper/a.ts', using('@easel/db')],
  ['packages/api/src/generation/paint.ts', using('@easel/ai')],
  ['packages/api/src/compose.ts', using('@easel/ai')],
  ['apps/web/src/features/studio/a.tsx', using('@easel/api/contract')],
  ['apps/web/src/server/a.ts', using('@easel/api/server')],
  ['apps/worker/src/a.ts', using('@easel/api/worker')],
];

test.for(ALLOWED)('%s may hold %j', async ([file, source]) => {
  expect(await verdict(file, source)).not.toMatch(/noRestricted|noProcessEnv/);
});

test('two files may not import each other', async () => {
  await verdict('packages/db/src/first.ts', using('./second.ts'));
  expect(await verdict('packages/db/src/second.ts', using('./first.ts'))).toContain(
    'noImportCycles',
  );
});
