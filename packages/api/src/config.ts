import { isIP } from 'node:net';
import { DEFAULT_MODELS } from '@easel/ai/catalog';
import { z } from 'zod';

/** The environment as one checked, typed value. Parts that exclude each other are unions, never two options. */
export type Config = {
  port: number;
  host: string;
  /** The site's public origin, e.g. `https://easel.example`. */
  origin: string;
  /** Origins that may send mutations: the public one, and on loopback its other names. */
  allowedOrigins: string[];
  authSecret: string;
  providers: {
    github: { id: string; secret: string } | null;
    google: { id: string; secret: string } | null;
    oidc: { issuer: string; id: string; secret: string; name: string } | null;
  };
  localAccounts: { on: boolean; warn: boolean };
  database: { url: string; directUrl: string };
  storage:
    | { kind: 'files'; root: string }
    | {
        kind: 's3';
        bucket: string;
        region: string;
        endpoint?: string;
        forcePathStyle: boolean;
        publicUrl?: string;
        credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
      };
  ai: {
    openai: { apiKey: string; baseUrl?: string; models: string[]; moderation: boolean } | null;
    timeoutMs: number;
  };
  prices: Record<string, { input: number; output: number }>;
  limits: { perDay: number; inFlight: number; concurrency: number };
  adminEmails: string[];
  /** The proxies in front: how many there are, or which addresses they have. */
  trustProxy: { hops: number } | { proxies: string[] } | null;
  importConcurrency: number;
  dataDir: string;
  downloadCache: { folder: string; maxBytes: number };
  logLevel: (typeof LOG_LEVELS)[number];
  metricsToken: string | null;
};

export type Environment = Record<string, string | undefined>;

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
const database = address(['postgres:', 'postgresql:']).optional();

const isNetwork = (text: string) => {
  const [address = '', bits = '0', ...more] = text.split('/');
  const size = isIP(address) === 6 ? 128 : 32;
  return isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= size && more.length === 0;
};
const proxies = z
  .string()
  .transform((value, context): Config['trustProxy'] => {
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
  MODEL_PRICES: z.string().default('{}'),
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
});

type Values = z.output<typeof ENVIRONMENT>;

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

function parsePrices(json: string, problems: string[]): Config['prices'] {
  try {
    return Prices.parse(JSON.parse(json));
  } catch {
    problems.push(
      'MODEL_PRICES: must be JSON like {"gpt-image-2":{"input":5,"output":40}} (per million tokens)',
    );
    return {};
  }
}

function originsOf(origin: string): string[] {
  const { protocol, hostname, port } = new URL(origin);
  if (!isLoopback(hostname)) return [origin];
  return ['localhost', '127.0.0.1', '[::1]'].map(
    (name) => new URL(`${protocol}//${name}:${port}`).origin,
  );
}

/**
 * Turns an environment into a `Config`. Pure: reads nothing but its argument. `DATABASE_URL` and
 * `AUTH_SECRET` may be absent here: the embedded services fill them in before anything is opened.
 * Throws `ConfigError` with all problems.
 */
export function parseConfig(env: Environment): Config {
  const values = named(env);
  const parsed = ENVIRONMENT.safeParse(values);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const prices = parsePrices(values.MODEL_PRICES ?? '{}', problems);
  problems.push(...problemsBetween(values));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const v = parsed.data;

  const origin = new URL(v.AUTH_URL ?? `http://localhost:${v.PORT}`).origin;
  const { AUTH_GITHUB_ID, AUTH_GITHUB_SECRET, AUTH_GOOGLE_ID, AUTH_GOOGLE_SECRET } = v;
  const { AUTH_OIDC_ISSUER, AUTH_OIDC_ID, AUTH_OIDC_SECRET } = v;
  const providers: Config['providers'] = {
    github:
      AUTH_GITHUB_ID && AUTH_GITHUB_SECRET
        ? { id: AUTH_GITHUB_ID, secret: AUTH_GITHUB_SECRET }
        : null,
    google:
      AUTH_GOOGLE_ID && AUTH_GOOGLE_SECRET
        ? { id: AUTH_GOOGLE_ID, secret: AUTH_GOOGLE_SECRET }
        : null,
    oidc:
      AUTH_OIDC_ISSUER && AUTH_OIDC_ID && AUTH_OIDC_SECRET
        ? {
            issuer: AUTH_OIDC_ISSUER,
            id: AUTH_OIDC_ID,
            secret: AUTH_OIDC_SECRET,
            name: v.AUTH_OIDC_NAME ?? 'OpenID',
          }
        : null,
  };
  const anyProvider = Object.values(providers).some((provider) => provider !== null);
  const private_ = isLoopback(v.HOST) && isLoopback(new URL(origin).hostname);
  const local = v.AUTH_LOCAL ?? (!anyProvider && private_);

  return {
    port: v.PORT,
    host: v.HOST,
    origin,
    allowedOrigins: originsOf(origin),
    authSecret: v.AUTH_SECRET ?? '',
    providers,
    localAccounts: { on: local, warn: local && !private_ },
    database: {
      url: v.DATABASE_URL ?? '',
      directUrl: v.DATABASE_DIRECT_URL ?? v.DATABASE_URL ?? '',
    },
    storage: storageOf(v),
    ai: {
      openai: v.OPENAI_API_KEY
        ? {
            apiKey: v.OPENAI_API_KEY,
            ...(v.OPENAI_API_BASE_URL && { baseUrl: v.OPENAI_API_BASE_URL }),
            models: v.OPENAI_IMAGE_MODELS.length > 0 ? v.OPENAI_IMAGE_MODELS : [...DEFAULT_MODELS],
            moderation: v.OPENAI_MODERATION ?? false,
          }
        : null,
      timeoutMs: v.GENERATION_TIMEOUT_S * 1000,
    },
    prices,
    limits: {
      perDay: v.GENERATIONS_PER_DAY,
      inFlight: v.GENERATIONS_IN_FLIGHT,
      concurrency: v.GENERATION_CONCURRENCY,
    },
    adminEmails: v.ADMIN_EMAILS.map((email) => email.toLowerCase()),
    trustProxy: v.TRUST_PROXY ?? null,
    importConcurrency: v.IMPORT_CONCURRENCY,
    dataDir: v.DATA_DIR,
    downloadCache: { folder: `${v.DATA_DIR}/downloads`, maxBytes: v.DOWNLOAD_CACHE_MB * 1e6 },
    logLevel: v.LOG_LEVEL,
    metricsToken: v.METRICS_TOKEN ?? null,
  };
}

function storageOf(v: Values): Config['storage'] {
  if (!v.S3_BUCKET) return { kind: 'files', root: `${v.DATA_DIR}/files` };
  return {
    kind: 's3',
    bucket: v.S3_BUCKET,
    region: v.S3_REGION ?? 'us-east-1',
    ...(v.S3_ENDPOINT && { endpoint: v.S3_ENDPOINT }),
    // Providers other than AWS rarely have a host name for each bucket.
    forcePathStyle: v.S3_FORCE_PATH_STYLE ?? v.S3_ENDPOINT !== undefined,
    ...(v.S3_PUBLIC_URL && { publicUrl: v.S3_PUBLIC_URL.replace(/\/+$/, '') }),
    ...(v.AWS_ACCESS_KEY_ID &&
      v.AWS_SECRET_ACCESS_KEY && {
        credentials: {
          accessKeyId: v.AWS_ACCESS_KEY_ID,
          secretAccessKey: v.AWS_SECRET_ACCESS_KEY,
          ...(v.AWS_SESSION_TOKEN && { sessionToken: v.AWS_SESSION_TOKEN }),
        },
      }),
  };
}
