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
  ]) {
    const text = written(line);
    expect(text).not.toContain(JSON.stringify(bare).slice(1, -1));
    expect(JSON.parse(text)).toMatchObject({ msg: 'it failed', level: 50 });
  }
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

test('a hostile line a megabyte long takes no time to speak of', () => {
  const from = performance.now();
  for (const piece of ['a', 'a@', '@a.', 'authjs.', '://', 'sk-', '&sig=', 'Bearer ', 'cookie":"'])
    written({ line: piece.repeat(1_000_000 / piece.length) });
  expect(performance.now() - from).toBeLessThan(8000);
});
