import { isIP } from 'node:net';
import { z } from 'zod';
import { plainAddress, tlsProblem } from './database-address.ts';

export type Environment = Record<string, string | undefined>;

/** The proxies in front: how many there are, or which addresses they have. */
export type TrustProxy = { hops: number } | { proxies: string[] } | null;

/** The older system's names, which keep working. */
const ALIASES: Record<string, string> = {
  DATABASE_URL: 'POSTGRES_URL',
  S3_BUCKET: 'AWS_BUCKET_NAME',
  S3_REGION: 'AWS_REGION',
  OPENAI_API_BASE_URL: 'OPENAI_BASE_URL',
  AWS_ACCESS_KEY_ID: 'AWS_AK',
  AWS_SECRET_ACCESS_KEY: 'AWS_SK',
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** OpenTelemetry's own names. */
const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;
const PROTOCOLS = ['http/protobuf', 'http/json'] as const;

const text = z.string().min(1).optional();
/** What travels in a header. */
const key = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must have no spaces and no letters beyond ASCII')
  .optional();
const flag = z
  .enum(['true', 'false', '1', '0', 'on', 'off'], { error: 'must be true or false' })
  .transform((value) => ['true', '1', 'on'].includes(value))
  .optional();
const whole = (standard: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .default(standard);
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
const address = (protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );
const web = address(['https:', 'http:']).optional();
const database = address(['postgres:', 'postgresql:'])
  .transform((value, context) => {
    const problem = tlsProblem(value);
    if (problem) context.addIssue({ code: 'custom', message: problem });
    return plainAddress(value);
  })
  .optional();

const isNetwork = (text: string) => {
  const [address = '', bits = '0', ...more] = text.split('/');
  const size = isIP(address) === 6 ? 128 : 32;
  return isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= size && more.length === 0;
};
const proxies = z
  .string()
  .transform((value, context): TrustProxy => {
    if (['false', 'off', '0'].includes(value)) return null;
    if (['true', 'on'].includes(value)) return { hops: 1 };
    if (/^[1-9]$/.test(value)) return { hops: Number(value) };
    const networks = value.split(',').map((part) => part.trim());
    if (networks.every(isNetwork)) return { proxies: networks };
    context.addIssue({
      code: 'custom',
      message: 'must be how many proxies stand in front, or their addresses, like 10.0.0.0/8,::1',
    });
    return z.NEVER;
  })
  .optional();

const Prices = z.record(
  z.string(),
  z.object({ input: z.number().min(0), output: z.number().min(0) }),
);
const prices = z
  .string()
  .default('{}')
  .transform((json, context) => {
    try {
      return Prices.parse(JSON.parse(json));
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'must be JSON like {"gpt-image-2":{"input":5,"output":40}} (per million tokens)',
      });
      return z.NEVER;
    }
  });

/** Every variable, with its check and its default. `.env.example` is checked against these names. */
export const ENVIRONMENT = z.object({
  PORT: whole(3000, 1, 65535),
  HOST: z.string().min(1).default('localhost'),
  AUTH_URL: web,
  AUTH_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  AUTH_GITHUB_ID: text,
  AUTH_GITHUB_SECRET: text,
  AUTH_GOOGLE_ID: text,
  AUTH_GOOGLE_SECRET: text,
  AUTH_OIDC_ISSUER: web,
  AUTH_OIDC_ID: text,
  AUTH_OIDC_SECRET: text,
  AUTH_OIDC_NAME: text,
  AUTH_LOCAL: flag,
  DATABASE_URL: database,
  DATABASE_DIRECT_URL: database,
  S3_BUCKET: key,
  S3_REGION: key,
  S3_ENDPOINT: web,
  S3_FORCE_PATH_STYLE: flag,
  S3_PUBLIC_URL: web,
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: key,
  AWS_SESSION_TOKEN: key,
  OPENAI_API_KEY: key,
  OPENAI_API_BASE_URL: web,
  OPENAI_IMAGE_MODELS: list,
  OPENAI_MODERATION: flag,
  MODEL_PRICES: prices,
  GENERATION_TIMEOUT_S: whole(300, 1, 3600),
  GENERATIONS_PER_DAY: whole(20, 0, 1_000_000),
  GENERATIONS_IN_FLIGHT: whole(3, 1, 100),
  GENERATION_CONCURRENCY: whole(4, 1, 100),
  ADMIN_EMAILS: list.refine(
    (emails) => emails.every((email) => /^[^\s@]+@[^\s@]+$/.test(email)),
    'must be e-mail addresses, separated by commas',
  ),
  TRUST_PROXY: proxies,
  IMPORT_CONCURRENCY: whole(8, 1, 64),
  DATA_DIR: z.string().min(1).default('.data'),
  DOWNLOAD_CACHE_MB: whole(1000, 0, 10_000_000),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .default('info'),
  METRICS_TOKEN: key,
  OTEL_EXPORTER_OTLP_ENDPOINT: web,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: web,
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(PROTOCOLS, { error: `must be ${PROTOCOLS.join(' or ')}` })
    .default('http/protobuf'),
  // Read by OpenTelemetry's own packages, as two of those above are.
  OTEL_EXPORTER_OTLP_HEADERS: text,
  OTEL_SERVICE_NAME: text,
  OTEL_RESOURCE_ATTRIBUTES: text,
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, { error: `must be one of ${SAMPLERS.join(', ')}` })
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(1),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], { error: 'must be otlp or none' }).default('otlp'),
  OTEL_SDK_DISABLED: flag,
});

/** The variables, checked. */
export type Values = z.output<typeof ENVIRONMENT>;

/** Thrown with every problem of an environment at once; the message is meant for the terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The environment has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n` +
        problems.map((problem) => `  - ${problem}`).join('\n') +
        '\nSee .env.example for every variable and its default.',
    );
    this.problems = problems;
  }
}

/** Checks an environment: each variable, and what belongs together. Throws `ConfigError` with all problems. */
export function checkEnvironment(env: Environment): Values {
  const values = named(env);
  const { data, error } = ENVIRONMENT.safeParse(values);
  const problems = (error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
  problems.push(...problemsBetween(values));
  if (!data || problems.length > 0) throw new ConfigError(problems);
  return data;
}

/**
 * The variables by their own names, the older ones filled in. Empty ones mean the same as absent ones;
 * what surrounds a value is no part of it, such as the line break at the end of a file with a secret.
 */
export function named(env: Environment): Environment {
  return Object.fromEntries(
    Object.keys(ENVIRONMENT.shape).map((name) => [
      name,
      env[name]?.trim() || env[ALIASES[name] ?? '']?.trim() || undefined,
    ]),
  );
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** True for the names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

/** What is wrong between variables, whatever is wrong with each. */
function problemsBetween(v: Environment): string[] {
  const problems: string[] = [];
  const together = (names: (keyof Values)[]) => {
    const missing = names.filter((name) => v[name] === undefined);
    if (missing.length > 0 && missing.length < names.length)
      problems.push(`${missing.join(', ')}: must be set as ${names.join(', ')} belong together`);
  };
  together(['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET']);
  together(['AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET']);
  together(['AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET']);
  together(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  if (v.DATABASE_URL && !v.AUTH_SECRET)
    problems.push('AUTH_SECRET: is required when DATABASE_URL is set (at least 16 characters)');
  if (v.DATABASE_DIRECT_URL && !v.DATABASE_URL)
    problems.push('DATABASE_URL: is required when DATABASE_DIRECT_URL is set');
  const issuer = URL.parse(v.AUTH_OIDC_ISSUER ?? '');
  if (issuer?.protocol === 'http:' && !isLoopback(issuer.hostname))
    problems.push('AUTH_OIDC_ISSUER: must be https, as it is not on this machine');
  const site = URL.parse(v.AUTH_URL ?? '');
  if (site && site.href !== `${site.origin}/`)
    problems.push('AUTH_URL: must be an origin, like https://walls.example.com, and nothing more');
  if (v.S3_ENDPOINT && !v.S3_BUCKET)
    problems.push('S3_BUCKET: is required when S3_ENDPOINT is set');
  return problems;
}
