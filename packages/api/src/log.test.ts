import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { openLog } from './log.ts';

const config = parseConfig({
  DATABASE_URL: 'postgres://easel:p%40ssw%22rd@db.example:5432/easel',
  AUTH_SECRET: 'a "secret" of sixteen',
  AUTH_OIDC_ISSUER: 'https://id.example',
  AUTH_OIDC_ID: 'easel',
  AUTH_OIDC_SECRET: 'oidc-secret-value',
  OPENAI_API_KEY: 'plainkey123456',
  S3_BUCKET: 'easel',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG',
  METRICS_TOKEN: 'metrics-token-value',
});

/** What the log writes for something, thrown or told. */
function written(line: object): string {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  openLog(config, 'test', { write }).error(line, 'it failed');
  return text;
}

const SECRETS = [
  'a "secret" of sixteen',
  'oidc-secret-value',
  'plainkey123456',
  'sk-proj-abcdefghijkl',
  `easel_${'k'.repeat(43)}`,
  'wJalrXUtnFEMI/K7MDENG',
  'AKIAIOSFODNN7EXAMPLE',
  'metrics-token-value',
  'p%40ssw%22rd',
  'p@ssw"rd',
  'authjs.session-token=abcdef0123456789',
  'Bearer abc.def.ghi',
  'ada.lovelace+x@mail.example.co.uk',
  '小明@例子.公司',
  'https://relay.example/picture.png?sig=abcdef0123456789',
];

test.each(SECRETS)('%s stands in no line, wherever it was', (secret) => {
  const cause = new Error(`Failed query: select 1\nparams: ${secret}, 1`);
  const error = new Error(`outer ${secret}`, { cause });
  const bare = (secret.split(/[= ]/).at(-1) ?? secret).slice(-10);
  for (const line of [
    { err: error },
    { deep: { list: [secret] } },
    { headers: { cookie: secret } },
    { err: new Error(`first line\n${secret}\u0007${secret}`) },
  ]) {
    const text = written(line);
    expect(text).not.toContain(JSON.stringify(bare).slice(1, -1));
    expect(JSON.parse(text)).toMatchObject({ msg: 'it failed', level: 50 });
  }
});

test('a query that failed is named without its values, which may be whole pictures', () => {
  const bytes = Buffer.alloc(1_000_000, 7);
  const cause = new Error('duplicate key');
  const error = Object.assign(new Error(`Failed query: insert\nparams: ${bytes}`, { cause }), {
    query: 'insert into "answers"',
    params: [bytes],
  });
  const text = written({ err: new Error('not kept', { cause: error }) });
  expect(text.length).toBeLessThan(10_000);
  expect(JSON.parse(text).err.message).toBe('not kept: Failed query: insert: duplicate key');
});

test('what says what happened is kept', () => {
  const text = written({
    err: new Error('relation "users" does not exist'),
    path: '/api/trpc',
    ms: 3,
  });
  expect(text).toContain('relation \\"users\\" does not exist');
  expect(JSON.parse(text)).toMatchObject({ path: '/api/trpc', ms: 3 });
  expect(JSON.parse(text).err.stack).toContain('log.test.ts');
});

test('a line twice as long takes about twice as long, however hostile', () => {
  const milliseconds = (line: string) => {
    const from = performance.now();
    written({ line });
    return performance.now() - from;
  };
  for (const piece of [
    'a',
    'a@',
    '@a.',
    'authjs.',
    '://',
    'sk-',
    '&sig=',
    'Bearer ',
    'cookie":"',
  ]) {
    const line = piece.repeat(20_000 / piece.length);
    // Work that grows with the square would be 256 times as much. A busy machine slows single tries.
    const ratio = () => milliseconds(line.repeat(16)) / milliseconds(line);
    const isSteady = [1, 2, 3].some(() => ratio() < 100);
    expect(isSteady, piece).toBe(true);
  }
});
