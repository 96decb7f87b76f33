/** Door "./config": the environment as one checked, typed value. */
import type { AiSettings } from '@easel/ai/catalog';
import type { StorageSettings } from '@easel/storage';
import {
  checkEnvironment,
  type Environment,
  isLoopback,
  type TrustProxy,
  type Values,
} from './environment.ts';

export { ConfigError, ENVIRONMENT, type Environment, isLoopback, named } from './environment.ts';

/** How traces are sampled and sent; where to is read by OpenTelemetry's own packages. */
export type TraceSettings = {
  protocol: Values['OTEL_EXPORTER_OTLP_PROTOCOL'];
  sampler: Values['OTEL_TRACES_SAMPLER'];
  /** Of all traces, for a sampler that keeps a share. */
  share: number;
};

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
  storage: StorageSettings;
  ai: AiSettings;
  prices: Values['MODEL_PRICES'];
  limits: { perDay: number; inFlight: number; concurrency: number };
  adminEmails: string[];
  trustProxy: TrustProxy;
  importConcurrency: number;
  dataDir: string;
  downloadCache: { folder: string; maxBytes: number };
  logLevel: Values['LOG_LEVEL'];
  metricsToken: string | null;
  /** Null unless a collector is named: traces are off. */
  traces: TraceSettings | null;
};

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
  const v = checkEnvironment(env);
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
            models: v.OPENAI_IMAGE_MODELS,
            moderation: v.OPENAI_MODERATION ?? false,
          }
        : null,
      timeoutMs: v.GENERATION_TIMEOUT_S * 1000,
    },
    prices: v.MODEL_PRICES,
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
    traces: tracesOf(v),
  };
}

function tracesOf(v: Values): TraceSettings | null {
  const named = v.OTEL_EXPORTER_OTLP_ENDPOINT ?? v.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (!named || v.OTEL_SDK_DISABLED || v.OTEL_TRACES_EXPORTER === 'none') return null;
  return {
    protocol: v.OTEL_EXPORTER_OTLP_PROTOCOL,
    sampler: v.OTEL_TRACES_SAMPLER,
    share: v.OTEL_TRACES_SAMPLER_ARG,
  };
}

function storageOf(v: Values): StorageSettings {
  if (!v.S3_BUCKET) return { kind: 'files', root: `${v.DATA_DIR}/files` };
  return {
    kind: 's3',
    bucket: v.S3_BUCKET,
    region: v.S3_REGION ?? 'us-east-1',
    ...(v.S3_ENDPOINT && { endpoint: v.S3_ENDPOINT }),
    // Providers other than AWS rarely have a host name for each bucket.
    forcePathStyle: v.S3_FORCE_PATH_STYLE ?? v.S3_ENDPOINT !== undefined,
    ...(v.S3_PUBLIC_URL && { publicUrl: v.S3_PUBLIC_URL }),
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
