/**
 * The sites that the journeys walk through: one as a newcomer starts it, with everything embedded, one
 * that paints with a fake image service, and one with a Postgres 15, an S3 and an OpenID provider of
 * its own beside that.
 * Started once for all files.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres15 } from '../servers/debian-postgres.ts';
import { freePort, startSite } from '../servers/easel.ts';
import { type OidcControl, startOidc } from '../servers/oidc.ts';
import { type Control, startRelay } from '../servers/relay.ts';
import { startS3 } from '../servers/s3.ts';

/** Where the tests find them. */
export const SITES = {
  newcomer: () => process.env.E2E_NEWCOMER ?? '',
  relayed: () => process.env.E2E_RELAYED ?? '',
  outside: () => process.env.E2E_OUTSIDE ?? '',
  bucket: () => process.env.E2E_BUCKET ?? '',
  /** The database of the site outside. */
  database: () => process.env.E2E_DATABASE ?? '',
  relay: () => process.env.E2E_RELAY ?? '',
  /** The OpenID provider of the site outside. */
  issuer: () => process.env.E2E_ISSUER ?? '',
};

/** Tells the OpenID provider whom it knows. */
export function tellProvider(control: OidcControl): Promise<Response> {
  return fetch(`${SITES.issuer()}/control`, { method: 'POST', body: JSON.stringify(control) });
}

/** Tells the fake image service how to behave. */
export function tellRelay(control: Control): Promise<Response> {
  return fetch(`${SITES.relay()}/control`, { method: 'POST', body: JSON.stringify(control) });
}

function dataFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `easel-e2e-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Makes the bucket as an operator would. */
async function setUpBucket(env: Record<string, string>): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/storage.ts', 'setup'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ...env, EASEL_ENV_FILES: 'off' },
  });
}

export default async function start(): Promise<() => Promise<void>> {
  const folders = [dataFolder('newcomer'), dataFolder('relayed'), dataFolder('outside')] as const;
  const port = await freePort();
  const [relay, postgres, s3, oidc] = await Promise.all([
    startRelay({ delayMs: 500 }),
    startPostgres15(),
    startS3(),
    startOidc([`http://localhost:${port}`]),
  ]);
  const service = { OPENAI_API_KEY: 'sk-for-tests', OPENAI_API_BASE_URL: relay.baseUrl };
  const elsewhere = {
    ...service,
    ...oidc.env,
    AUTH_LOCAL: 'true',
    PORT: String(port),
    DATA_DIR: folders[2],
    DATABASE_URL: postgres.url,
    AUTH_SECRET: 'a secret that only tests know',
    S3_BUCKET: 'easel-e2e',
    S3_REGION: s3.region,
    S3_ENDPOINT: s3.endpoint,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
  await setUpBucket(elsewhere);
  const sites = [
    await startSite({ PORT: String(await freePort()), DATA_DIR: folders[0] }),
    await startSite({
      ...service,
      PORT: String(await freePort()),
      DATA_DIR: folders[1],
      GENERATIONS_PER_DAY: '6',
      OPENAI_IMAGE_MODELS: 'gpt-image-2.5-flare,dall-e-3',
    }),
    await startSite(elsewhere),
  ] as const;
  process.env.E2E_NEWCOMER = sites[0].url;
  process.env.E2E_RELAYED = sites[1].url;
  process.env.E2E_OUTSIDE = sites[2].url;
  process.env.E2E_DATABASE = postgres.url;
  process.env.E2E_BUCKET = `${s3.endpoint}/${elsewhere.S3_BUCKET}`;
  process.env.E2E_RELAY = relay.url;
  process.env.E2E_ISSUER = oidc.issuer;
  return async () => {
    await Promise.all(sites.map((site) => site.stop()));
    await Promise.all([relay.stop(), postgres.stop(), s3.stop(), oidc.stop()]);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
}
