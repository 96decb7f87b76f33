import { readFileSync } from 'node:fs';
import { ENVIRONMENT, parseConfig } from '@easel/api/config';
import { expect, test } from 'vitest';

const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n');
const assignments = lines.flatMap((line, index) => {
  const [, name, value] = line.match(/^# ([A-Z0-9_]+)=(.*)$/) ?? [];
  return name ? [{ name, value: value ?? '', above: commentAbove(index) }] : [];
});

/** The comment that a variable belongs to: the lines above it, up to another variable or a gap. */
function commentAbove(index: number): string {
  const comment: string[] = [];
  for (let at = index - 1; /^# (?![A-Z0-9_]+=)/.test(lines[at] ?? ''); at--) {
    comment.unshift(lines[at] ?? '');
  }
  return comment.join(' ');
}

test('the example lists every variable of the schema, each once, and no other', () => {
  expect(assignments.map(({ name }) => name).sort()).toEqual(Object.keys(ENVIRONMENT.shape).sort());
});

test('the values in the example are the defaults', () => {
  const defaults: Record<string, unknown> = ENVIRONMENT.parse({});
  for (const { name, value } of assignments) {
    const standard = defaults[name];
    if (typeof standard === 'string' || typeof standard === 'number') {
      expect(`${name}=${value}`).toBe(`${name}=${standard}`);
    } else {
      expect([`${name}=`, `${name}=false`, `${name}={}`]).toContain(`${name}=${value}`);
    }
  }
});

test('a copy with every line switched on starts as the empty environment does', () => {
  const env = Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
  expect(parseConfig(env)).toEqual(parseConfig({}));
});

test('what must never be shown says so', () => {
  const secret = assignments.filter(({ above }) => above.includes('(secret)'));
  expect(secret.map(({ name }) => name).sort()).toEqual(
    [
      'AUTH_GITHUB_SECRET',
      'AUTH_GOOGLE_SECRET',
      'AUTH_OIDC_SECRET',
      'AUTH_SECRET',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'DATABASE_DIRECT_URL',
      'DATABASE_URL',
      'METRICS_TOKEN',
      'OPENAI_API_KEY',
      'OTEL_EXPORTER_OTLP_HEADERS',
    ].sort(),
  );
});
