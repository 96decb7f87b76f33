import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Visitor } from '../../../tests/integration/visitor.ts';
import { type Easel, startEasel } from '../../../tests/servers/easel.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const cli = (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args]);

let folder: string;
let easel: Easel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-cli-'));
  easel = await startEasel();
}, 300_000);
afterAll(async () => {
  await easel?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a wallpaper is made from a terminal with two packages alone', async () => {
  const { stdout } = await cli('paint', 'a lake', '--screen', '400x300', '--folder', folder);
  const [original = '', thumbnail = ''] = stdout.trim().split('\n');
  expect((await readFile(original)).toString('latin1', 1, 4)).toBe('PNG');
  expect((await readFile(thumbnail)).toString('latin1', 8, 12)).toBe('WEBP');
});

test('a gallery is listed with the typed client', async () => {
  const ada = await new Visitor(easel.url).signInLocally('Ada');
  const { id } = await ada.api.generation.create.mutate({ prompt: 'a lake', size: '400x300' });
  const status = async () => (await ada.api.generation.byId.query({ id })).status;
  await expect.poll(status, { timeout: 60_000 }).toBe('succeeded');
  const { stdout } = await cli('gallery', '--site', easel.url, '--query', 'lake');
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\d {2}400x300 {2}a lake {2}\(Ada\)\n$/);
});

test('a mistake is told in one line', async () => {
  await expect(cli('paint', 'a lake', '--screen', 'big')).rejects.toMatchObject({
    code: 1,
    stderr: 'big is no size; write it like 2560x1440.\n',
  });
});
