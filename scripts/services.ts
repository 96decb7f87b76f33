import { randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, ConfigError, named, parseConfig } from '@easel/api/config';
import { asSentence, type Lock, makeFolder, startEmbedded, tryLock } from '@easel/db/embedded';
import { ROOT, readEnvironment } from './environment.ts';
import { Refusal, say, step } from './progress.ts';

/** What a command runs on: the environment of its processes, with what is embedded filled in. */
export type Services = {
  config: Config;
  env: NodeJS.ProcessEnv;
  /** What no variable replaced, each as a few words. */
  embedded: string[];
  close(): Promise<void>;
};

/** Reads and checks the environment. Throws ConfigError with all problems; touches nothing. */
export function configure(): { config: Config; env: NodeJS.ProcessEnv } {
  const env = readEnvironment();
  const checked = parseConfig(env);
  // The web process reads some of them by itself, and must read the same.
  Object.assign(env, named(env));
  // The processes run in folders of their own.
  const dataDir = resolve(ROOT, checked.dataDir);
  env.DATA_DIR = dataDir;
  // Its processes are compiled once, by the first start.
  env.NODE_COMPILE_CACHE ||= join(ROOT, 'node_modules/.cache/easel');
  return { env, config: parseConfig(env) };
}

/** Whether anything of this configuration lives in DATA_DIR. */
export function usesDataDir(config: Config): boolean {
  return config.database.url === '' || config.storage.kind === 'files';
}

/**
 * Starts what no variable names a replacement for, and fills the environment in. `onFailure` is
 * told when an embedded service ended for good later on.
 */
export async function openServices(
  { config, env }: { config: Config; env: NodeJS.ProcessEnv },
  onFailure: (error: Error) => void,
): Promise<Services> {
  if (usesDataDir(config)) openDataDir(config.dataDir);
  const embedded: string[] = [];
  if (config.storage.kind === 'files') embedded.push(`files in ${config.storage.root}`);
  if (!config.ai.openai) embedded.push('the built-in painter (no AI model)');
  if (config.database.url !== '') {
    await requireDatabase(config);
    return { config, env, embedded, close: async () => {} };
  }

  env.AUTH_SECRET ||= keptSecret(config.dataDir);
  const postgres = await step('Postgres', () =>
    startEmbedded({ dataDir: config.dataDir, log: say, onFailure }),
  );
  env.DATABASE_URL = postgres.url;
  env.DATABASE_DIRECT_URL = postgres.url;
  embedded.unshift(`Postgres in ${join(config.dataDir, 'postgres')}`);
  return { config: parseConfig(env), env, embedded, close: postgres.stop };
}

/** Throws ConfigError, with all problems, unless the addresses of the database lead to one that will do. */
async function requireDatabase({ database }: Config): Promise<void> {
  const { whyUnusable } = await import('@easel/db/migrate');
  const addresses = { DATABASE_URL: database.url, DATABASE_DIRECT_URL: database.directUrl };
  const problems: string[] = [];
  for (const [name, url] of Object.entries(addresses)) {
    if (name !== 'DATABASE_URL' && url === database.url) continue;
    const problem = await whyUnusable(url);
    if (problem) problems.push(`${name}: ${problem}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Brings the database up to date. */
export async function migrateDatabase(config: Config): Promise<void> {
  await step('migrations', async () => {
    await import('./quick-drizzle.ts');
    const { migrateAll } = await import('@easel/api/migrate');
    const { whyRefused } = await import('@easel/db/migrate');
    try {
      await migrateAll(config);
    } catch (error) {
      const why = whyRefused(error);
      if (!why) throw error;
      const { url, directUrl } = config.database;
      const name = url === directUrl ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL';
      throw new ConfigError([`${name}: The tables cannot be brought up to date (${why}).`]);
    }
  });
}

/** Refuses a second start on the same data: two of them would serve one another's leftovers. */
export function lockData(config: Config): Lock | undefined {
  if (!usesDataDir(config)) return undefined;
  openDataDir(config.dataDir);
  const note = join(config.dataDir, 'running');
  const lock = tryLock(join(config.dataDir, 'running.lock'));
  if (!lock) throw new Refusal(`Easel is already running on ${config.dataDir} (${read(note)}).`);
  writeFileSync(note, `process ${process.pid}, ${config.origin}`);
  return lock;
}

function openDataDir(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw asSentence(error, folder);
  }
}

/** Made once, so that sessions outlive a restart. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret');
  try {
    const kept = read(file);
    if (kept) return kept;
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  } catch (error) {
    throw asSentence(error, file);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
