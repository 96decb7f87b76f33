import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { KEY, useRelay } from './openai/testing-relay.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const relay = useRelay();

/** Runs the README's example as another application would: in a folder that only has the package. */
async function runExample(
  env: Record<string, string>,
): Promise<{ output: string; picture: Buffer }> {
  const readme = await readFile(join(home, 'README.md'), 'utf8');
  const code = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? expect.unreachable();
  const folder = await mkdtemp(join(tmpdir(), 'easel-ai-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'node_modules/@easel'), { recursive: true });
  await symlink(home, join(folder, 'node_modules/@easel/ai'));
  await writeFile(join(folder, 'example.mts'), code);
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mts'], {
    cwd: folder,
    env,
  });
  return { output: stdout, picture: await readFile(join(folder, 'wallpaper.png')) };
}

test('the example of the README paints without a key', { timeout: 90_000 }, async () => {
  const { output, picture } = await runExample({});
  expect(await sharp(picture).metadata()).toMatchObject({ width: 1290, height: 2796 });
  expect(output).toContain('(no AI model)');
});

test('the example of the README paints through a relay, with previews', async () => {
  const env = { OPENAI_API_KEY: KEY, OPENAI_API_BASE_URL: relay.baseUrl() };
  const { output, picture } = await runExample(env);
  expect(await sharp(picture).metadata()).toMatchObject({ width: 1296, height: 2800 });
  expect(output).toContain('33 %\n67 %\nGPT Image 2.5 Flare: ');
});

test('the table of models in the README names every quality and style as the code does', async () => {
  const readme = await readFile(join(home, 'README.md'), 'utf8');
  const { capabilitiesOf } = await import('./openai/capabilities.ts');
  const ids = [...readme.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) => [
    ...cell.matchAll(/`((?:gpt|chatgpt|dall)[\w.-]+)`/g),
  ]);
  expect(ids.length).toBeGreaterThan(7);
  for (const [, id = ''] of ids) {
    const { qualities, styles, edits } = capabilitiesOf(id).info;
    const line = readme
      .split('\n')
      .find((one) => one.startsWith('| `') && one.includes(`\`${id}\``));
    const cells = line?.split('|').map((cell) => cell.trim());
    const list = (names: string[]) => names.join(', ') || '–';
    expect(cells?.slice(3, 6), id).toEqual([list(qualities), list(styles), edits ? 'yes' : 'no']);
  }
});
