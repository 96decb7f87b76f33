import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImageModel, type ImageService, PaintError } from '@easel/ai';
import { generations, newId, users, type wallpapers } from '@easel/db';
import { createTestDatabase } from '@easel/db/testing';
import sharp from 'sharp';
import { openStudio, type Studio, type Workshop } from './compose.ts';
import { type Config, type Environment, parseConfig } from './config.ts';
import { migrateQueue } from './generation/queue.ts';
import { runGeneration } from './generation/run.ts';
import type { User } from './viewer.ts';

/** A studio on a database and a folder of its own. `await using` takes all of it away again. */
export async function openTestStudio(env: Environment = {}) {
  const database = await createTestDatabase({
    name: 'queue',
    prepare: (url) => migrateQueue(url, 300_000),
  });
  const folder = await mkdtemp(join(tmpdir(), 'easel-test-'));
  const config: Config = parseConfig({
    DATABASE_URL: database.url,
    AUTH_SECRET: 'only-for-this-test-run',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ...env,
  });
  const studio = openStudio(config, { name: 'test' });
  return {
    config,
    studio,
    async [Symbol.asyncDispose]() {
      await studio.close();
      await database.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A new person. */
export async function addUser(studio: Studio, name = 'Ada'): Promise<User> {
  const id = newId();
  await studio.db.insert(users).values({ id, name });
  return { id, role: 'user' };
}

/** What the row of a wallpaper needs, for tests that look at no picture. */
export const ANY_PICTURE = {
  prompt: 'lake',
  model: 'painter',
  params: { size: '1x1' },
  width: 1,
  height: 1,
  visibility: 'public' as const,
  originalKey: 'private/a/b.png' as const,
  originalBytes: 1,
  originalType: 'image/png',
  thumbhash: '',
  color: '#aabbcc',
  palette: [],
} satisfies Partial<typeof wallpapers.$inferInsert>;

/** The studio with an image service in which `paint` does what the test says. */
export function workshopWith(studio: Studio, paint: ImageModel['paint']): Workshop {
  const info = studio.models[0];
  if (!info) throw new Error('No model is offered.');
  const service: ImageService = {
    models: new Map([[info.id, { info, paint }]]),
    moderate: async () => 'allowed',
    fetchPicture: async () => {
      throw new PaintError('UPSTREAM_BAD_IMAGE', 'This test paints bytes.');
    },
  };
  return { ...studio, service };
}

/** A small real picture whose colour depends on the prompt. */
export async function smallPicture(prompt: string): Promise<Uint8Array> {
  const [r = 0, g = 0, b = 0] = createHash('sha256').update(prompt).digest();
  const create = { width: 640, height: 400, channels: 3 as const, background: { r, g, b } };
  return new Uint8Array(await sharp({ create }).png().toBuffer());
}

/** Paints a small picture at once. */
export const paintSmall: ImageModel['paint'] = async ({ prompt }) => ({
  picture: { kind: 'bytes', bytes: await smallPicture(prompt) },
});

/** Does what the queue's workers would do with everything that waits. */
export async function workOff(workshop: Workshop): Promise<void> {
  const waiting = await workshop.db.select({ id: generations.id }).from(generations);
  for (const { id } of waiting) await runGeneration(workshop, id, new AbortController().signal);
}
