import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openTestStudio } from './testing.ts';

test('the example in the README makes a wallpaper and finds it', { timeout: 90_000 }, async () => {
  await using opened = await openTestStudio();
  const folder = join(import.meta.dirname, '..');
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const args = ['--input-type=module-typescript', '-e', example];
  const env = {
    ...process.env,
    DATABASE_URL: opened.config.database.url,
    DATA_DIR: opened.config.dataDir,
    AUTH_SECRET: 'only-for-this-test-run',
    LOG_LEVEL: 'silent',
  };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  expect(stdout).toBe('A quiet lake at dawn, 640x400, by Ada\n');
});
