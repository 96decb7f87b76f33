import { startTemporary } from './embedded/index.ts';

/**
 * Vitest's global set-up: one throw-away Postgres for all test files of a run, its address in
 * `TEST_DATABASE_URL`. A server that the variable names already is used as it is (CI tests against
 * Postgres 15 that way).
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const postgres = await startTemporary();
  process.env.TEST_DATABASE_URL = postgres.url;
  return async () => {
    delete process.env.TEST_DATABASE_URL;
    await postgres.stop();
  };
}
