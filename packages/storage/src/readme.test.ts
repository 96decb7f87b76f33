import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the example in the README runs and prints what it promises', async () => {
  const folder = join(import.meta.dirname, '..');
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const args = ['--input-type=module-typescript', '-e', example];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  const [described, address, height] = stdout.trim().split('\n');
  expect(described).toBe("image/png 1600 900 [ 'blue' ] #1e90ff");
  expect(address).toMatch(/^\/media\/public\/wallpaper-1\/[0-9a-f]{64}\.webp$/);
  expect(height).toBe('2796');
});
