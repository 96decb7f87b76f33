import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readEnvironment } from './environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'easel-env-'));
  vi.stubEnv('EASEL_ENV_FILES', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("the process's own variables win over .env.local, and that over .env", () => {
  writeFileSync(join(folder, '.env'), 'EASEL_A=env\nEASEL_B=env\nEASEL_C="of env"\n');
  writeFileSync(join(folder, '.env.local'), 'EASEL_A=local\nEASEL_B=local\n');
  vi.stubEnv('EASEL_A', 'process');
  expect(readEnvironment(folder)).toMatchObject({
    EASEL_A: 'process',
    EASEL_B: 'local',
    EASEL_C: 'of env',
  });
});

test('a folder without either file gives the process its own', () => {
  expect(readEnvironment(folder)).toEqual(process.env);
});

test('tests see neither file', () => {
  writeFileSync(join(folder, '.env'), 'EASEL_A=env\n');
  vi.stubEnv('EASEL_ENV_FILES', 'off');
  expect(readEnvironment(folder).EASEL_A).toBeUndefined();
});
