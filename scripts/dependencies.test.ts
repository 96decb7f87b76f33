import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './environment.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifests = globSync('{.,apps/*,packages/*,examples/*,tests,bench}/package.json', {
  cwd: ROOT,
});

type Manifest = Partial<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>
>;
const declared = manifests.flatMap((file) => {
  const { dependencies, devDependencies, optionalDependencies }: Manifest = JSON.parse(read(file));
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
});

test('the list of dependencies names what the manifests name, each once and with a reason', () => {
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` +\| (.+) \|$/gm)];
  const listed = rows.map(([, name]) => name).sort();
  const outside = declared.filter(([, version]) => !version.startsWith('workspace:'));
  expect(listed).toEqual([...new Set(outside.map(([name]) => name))].sort());
  for (const [, name, reason] of rows) expect(reason?.length, name).toBeGreaterThan(10);
});

test('every version is exact and stands in one place', () => {
  for (const [name, version] of declared)
    expect(version, name).toMatch(/^(catalog|workspace):\*?$/);
  const [, catalog = ''] = read('pnpm-workspace.yaml').match(/^catalog:\n((?: {2}.+\n)+)/m) ?? [];
  const versions = [...catalog.matchAll(/^ {2}"?[^":]+"?: (.+)$/gm)];
  expect(versions.length).toBeGreaterThan(40);
  for (const [line, version] of versions)
    expect(version, line).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
});
