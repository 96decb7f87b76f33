import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres15 } from '../servers/debian-postgres.ts';
import { freePort, startSite } from '../servers/easel.ts';
import { startRelay } from '../servers/relay.ts';
import { startS3 } from '../servers/s3.ts';
import { Visitor } from './visitor.ts';

test('with nothing embedded: Postgres 15, S3 and a relay, and pictures that a browser reads from the bucket', {
  timeout: 300_000,
}, async () => {
  const [postgres, s3, relay] = [await startPostgres15(), await startS3(), await startRelay()];
  const dataDir = await mkdtemp(join(tmpdir(), 'easel-outside-'));
  onTestFinished(async () => {
    await relay.stop();
    await postgres.stop();
    await s3.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const env = {
    PORT: String(await freePort()),
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    AUTH_SECRET: 'a secret that only tests know',
    S3_BUCKET: `easel-${Date.now()}`,
    S3_REGION: s3.region,
    S3_ENDPOINT: s3.endpoint,
    AWS_AK: s3.accessKeyId,
    AWS_SK: s3.secretAccessKey,
    OPENAI_API_KEY: 'sk-for-tests',
    OPENAI_BASE_URL: relay.baseUrl,
    OPENAI_IMAGE_MODELS: 'dall-e-3',
  };
  for (const expected of [/✓ .*: done/, /✓ .*: already/]) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['scripts/storage.ts', 'setup'],
      {
        cwd: join(import.meta.dirname, '../..'),
        env: { ...process.env, ...env, EASEL_ENV_FILES: 'off' },
      },
    );
    expect(stdout).toMatch(expected);
  }

  const site = await startSite(env);
  onTestFinished(site.stop);
  expect(site.output()).toContain('Nothing is embedded');
  expect(await (await fetch(`${site.url}/api/ready`)).json()).toMatchObject({ ready: true });
  const ada = await new Visitor(site.url).signInLocally('Ada');
  const { id } = await ada.api.generation.create.mutate({ prompt: 'a lake', size: '1792x1024' });
  const status = async () => (await ada.api.generation.byId.query({ id })).status;
  await expect.poll(status, { timeout: 60_000, interval: 200 }).toBe('succeeded');

  const shown = await ada.api.wallpaper.byId.query({ id });
  expect(shown.image.src).toContain(s3.endpoint);
  expect((await fetch(shown.image.src)).headers.get('content-type')).toBe('image/webp');
  const page = await (await fetch(site.url)).text();
  expect(page).toContain(shown.image.src);
  const original = await ada.fetch(`/api/wallpapers/${id}/download`);
  expect(original.headers.get('content-type')).toBe('image/png');
  expect((await original.arrayBuffer()).byteLength).toBe(shown.original.bytes);

  const hidden = await ada.api.wallpaper.update.mutate({ id, visibility: 'private' });
  expect(hidden.image.src).toMatch(/^\/media\/private\//);
  expect((await fetch(shown.image.src)).status).toBeGreaterThanOrEqual(400);
  expect((await fetch(new URL(hidden.image.src, site.url))).status).toBe(404);
  expect((await ada.fetch(hidden.image.src)).status).toBe(200);
  const direct = hidden.image.src.replace('/media/', `${s3.endpoint}/${env.S3_BUCKET}/`);
  expect((await fetch(direct)).status).toBe(403);
});
