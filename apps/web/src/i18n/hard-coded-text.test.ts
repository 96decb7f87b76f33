import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');
/** Words between tags, and in the attributes that are read out. */
const TEXT = [
  />([^<>{}=;()]*\p{L}{2}[^<>{}=;()]*)<\//gu,
  /\b(?:aria-label|title|placeholder|alt)="([^"]*\p{L}[^"]*)"/gu,
];

function hardCoded(source: string): string[] {
  return TEXT.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, text = '']) => text.trim()),
  );
}

test('no component has words of its own', () => {
  const found = globSync('**/*.tsx', { cwd: SOURCES }).flatMap((file) =>
    hardCoded(readFileSync(join(SOURCES, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each([
  '<p>Saved.</p>',
  '<p>\n  Try it again\n</p>',
  '<button aria-label="Close">',
  '<h1 className="x">画廊</h1>',
])('words in %j would be found', (source) => {
  expect(hardCoded(source)).toHaveLength(1);
});
