import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => problem.split(':')[0] ?? '');
  }
}

test('an empty environment is a whole configuration: loopback, local accounts, files, the painter', () => {
  expect(parseConfig({})).toMatchObject({
    port: 3000,
    origin: 'http://localhost:3000',
    localAccounts: { on: true, warn: false },
    storage: { kind: 'files', root: '.data/files' },
    ai: { openai: null, timeoutMs: 300_000 },
    limits: { perDay: 20, inFlight: 3, concurrency: 4 },
  });
});

test('all problems are told at once, those of single variables and those between them', () => {
  const env = {
    PORT: 'abc',
    LOG_LEVEL: 'loud',
    AUTH_GITHUB_ID: 'x',
    DATABASE_URL: 'postgres://x',
    MODEL_PRICES: '{',
    S3_ENDPOINT: 'http://127.0.0.1:9000',
    AUTH_OIDC_ISSUER: 'http://login.example.com',
  };
  const problems = problemsOf(env);
  for (const name of [
    'PORT',
    'LOG_LEVEL',
    'AUTH_GITHUB_SECRET',
    'AUTH_SECRET',
    'MODEL_PRICES',
    'S3_BUCKET',
    'AUTH_OIDC_ISSUER',
  ])
    expect(problems).toContain(name);
});

test('the older system’s names keep working, and the new ones win', () => {
  const older = {
    POSTGRES_URL: 'postgres://a@b/c',
    AUTH_SECRET: '0123456789abcdef',
    AWS_BUCKET_NAME: 'walls',
    AWS_REGION: 'eu-west-1',
    AWS_AK: 'key',
    AWS_SK: 'secret',
    OPENAI_API_KEY: 'sk',
    OPENAI_BASE_URL: 'https://relay.example/v1',
  };
  expect(parseConfig(older)).toMatchObject({
    database: { url: 'postgres://a@b/c', directUrl: 'postgres://a@b/c' },
    storage: {
      kind: 's3',
      bucket: 'walls',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    },
    ai: { openai: { baseUrl: 'https://relay.example/v1' } },
  });
  expect(parseConfig({ ...older, S3_BUCKET: 'new' }).storage).toMatchObject({ bucket: 'new' });
});

test('local accounts are on by themselves only where nobody else can come, and warn elsewhere', () => {
  const github = { AUTH_GITHUB_ID: 'a', AUTH_GITHUB_SECRET: 'b' };
  expect(parseConfig(github).localAccounts.on).toBe(false);
  expect(parseConfig({ HOST: '0.0.0.0' }).localAccounts.on).toBe(false);
  expect(parseConfig({ AUTH_URL: 'https://walls.example.com' }).localAccounts.on).toBe(false);
  expect(parseConfig({ HOST: '0.0.0.0', AUTH_LOCAL: 'true' }).localAccounts).toEqual({
    on: true,
    warn: true,
  });
  expect(parseConfig({ AUTH_LOCAL: 'false' }).localAccounts.on).toBe(false);
});

test('on loopback both names of the machine may send mutations, elsewhere only the site itself', () => {
  expect(parseConfig({ PORT: '4000' }).allowedOrigins).toEqual([
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
  ]);
  expect(parseConfig({ AUTH_URL: 'https://walls.example.com' }).allowedOrigins).toEqual([
    'https://walls.example.com',
  ]);
});

test('trusted proxies are a number or their addresses', () => {
  const trust = (TRUST_PROXY?: string) => parseConfig({ TRUST_PROXY }).trustProxy;
  expect([trust(), trust('false'), trust('0')]).toEqual([null, null, null]);
  expect([trust('true'), trust('1'), trust('2')]).toEqual([{ hops: 1 }, { hops: 1 }, { hops: 2 }]);
  expect(trust('10.0.0.0/8, ::1')).toEqual({ proxies: ['10.0.0.0/8', '::1'] });
  for (const wrong of ['yes', '10.0.0.0/33', '10.0.0', '::1/129', '1.2.3.4/8/8', '11'])
    expect(() => trust(wrong), wrong).toThrow(/TRUST_PROXY/);
});

test('what surrounds a value is no part of it, and blanks alone are nothing', () => {
  expect(parseConfig({ OPENAI_API_KEY: 'sk-1\r\n', HOST: ' 0.0.0.0 ' })).toMatchObject({
    host: '0.0.0.0',
    ai: { openai: { apiKey: 'sk-1' } },
  });
  const blank = { OPENAI_API_KEY: ' ', HOST: '\t', DATA_DIR: ' ', S3_BUCKET: ' ', PORT: ' ' };
  expect(parseConfig(blank)).toEqual(parseConfig({}));
  expect(
    parseConfig({
      POSTGRES_URL: 'postgres://a@b/c',
      DATABASE_URL: ' ',
      AUTH_SECRET: 'x'.repeat(16),
    }).database.url,
  ).toBe('postgres://a@b/c');
});

test.each([
  ['OPENAI_API_KEY', 'sk-1 2'],
  ['OPENAI_API_KEY', 'sk-…'],
  ['METRICS_TOKEN', 'two words'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ['OTEL_TRACES_SAMPLER_ARG', '10%'],
  ['S3_BUCKET', 'two words'],
  ['ADMIN_EMAILS', 'ada@example.com, bob'],
  ['ADMIN_EMAILS', 'ada@example.com;bob@example.com'],
  ['AUTH_URL', 'https://walls.example.com/?a=b'],
  ['AUTH_URL', 'https://ada:secret@walls.example.com'],
])('a value that could never work is told: %s=%s', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([name]);
});

test('traces are off until a collector is named, and where OpenTelemetry is switched off', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://localhost:4318';
  const settings = { protocol: 'http/protobuf', sampler: 'parentbased_always_on', share: 1 };
  expect(parseConfig({}).traces).toBeNull();
  expect(parseConfig({ OTEL_SERVICE_NAME: 'walls' }).traces).toBeNull();
  expect(parseConfig({ OTEL_EXPORTER_OTLP_ENDPOINT }).traces).toEqual(settings);
  const whole = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' };
  expect(parseConfig(whole).traces).toEqual(settings);
  for (const off of [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }])
    expect(parseConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, ...off }).traces).toBeNull();
});

test('keys that are lent for a time come with the token that makes them work', () => {
  const lent = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'lent',
  };
  expect(parseConfig({ S3_BUCKET: 'walls', ...lent }).storage).toMatchObject({
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'lent' },
  });
});
