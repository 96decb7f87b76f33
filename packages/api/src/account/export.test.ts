import { crc32 } from 'node:zlib';
import { garbage, likes, newId, sessions, wallpapers } from '@easel/db';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Studio } from '../compose.ts';
import { createGeneration } from '../generation/create.ts';
import {
  addUser,
  openTestStudio,
  paintSmall,
  smallPicture,
  workOff,
  workshopWith,
} from '../testing.ts';
import type { User } from '../viewer.ts';
import { deleteWallpaper } from '../wallpaper/remove.ts';
import { deleteAccount } from './delete.ts';
import { exportAccount } from './export.ts';
import { removeAccount } from './remove.ts';
import { startSession, viewerOfSession } from './sessions.ts';
import { uploadAvatar } from './upload-avatar.ts';

const { signal } = new AbortController();

/** The files of a zip without compression, by its central directory (APPNOTE 4.3.12). */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const [crc, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const path = zip.toString('utf8', at + 46, at + 46 + (name ?? 0));
    const local = zip.readUInt32LE(at + 42);
    const nameEnd = local + 30 + zip.readUInt16LE(local + 26);
    // Programs that read a zip from its beginning must find the same name.
    expect(zip.toString('utf8', local + 30, nameEnd)).toBe(path);
    // An ordinary file, or nothing said: no link that leads elsewhere.
    expect([0, 0o100000]).toContain((zip.readUInt32LE(at + 38) >>> 16) & 0o170000);
    expect(files.has(path), path).toBe(false);
    const from = nameEnd + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + size);
    expect([path, crc32(bytes)]).toEqual([path, crc]);
    files.set(path, bytes);
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}

async function exported(studio: Studio, viewer: User): Promise<Map<string, Buffer>> {
  const zip = await new Response(exportAccount(studio, viewer, signal)).arrayBuffer();
  return unzip(Buffer.from(zip));
}

async function paintAll(studio: Studio, who: User, prompts: string[]): Promise<void> {
  for (const prompt of prompts)
    await createGeneration(studio, who, { prompt, visibility: 'private' }, 'test');
  await workOff(workshopWith(studio, paintSmall));
}

const PROMPTS = ['a lake', '../../../etc/passwd', 'C:\\Windows\\con', '雪山与湖'];
/** Of these the picture does not matter. */
const ODD = [
  ...['..\\..\\evil.exe', '/etc/passwd', '~root', '. . /', 'nul', 'CON.txt', 'COM1:', 'aux '],
  ...['a:b|c?d*e<f>"g', 'line\r\nbreak', '%2e%2e%2f', '\u202egnp.exe', '\ufeff\u200b', '🌋'],
  ...['x'.repeat(1000), '𠮷'.repeat(100), 'wallpapers.json', '$(id)`id`', '-rf'],
];
/** Names that Windows takes for devices, whatever follows a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

test('the archive holds every row and every original byte for byte, under names that stay inside', async () => {
  await using opened = await openTestStudio({ GENERATIONS_IN_FLIGHT: '50' });
  const { studio } = opened;
  const [ada, bob] = [await addUser(studio), await addUser(studio, 'Bob')];
  await paintAll(studio, ada, PROMPTS);
  await paintAll(studio, bob, ["Bob's own secret"]);
  await uploadAvatar(studio, ada, await smallPicture('face'), signal);
  const all = await studio.db.select().from(wallpapers);
  const [gone, lost, kept] = all.filter(({ creatorId }) => creatorId === ada.id);
  if (!kept) throw new Error('Nothing was painted.');
  const { orientation: _, tokens: __, ...columns } = kept;
  await studio.db
    .insert(wallpapers)
    .values(ODD.map((prompt) => ({ ...columns, id: newId(), prompt })));
  await deleteWallpaper(studio, ada, gone?.id ?? '');
  await studio.db.insert(likes).values({ userId: ada.id, wallpaperId: gone?.id ?? '' });
  await studio.store.delete([lost?.originalKey ?? 'private/x']);

  const files = await exported(studio, ada);
  const pictures = [...files].filter(([name]) => name.startsWith('wallpapers/'));
  expect(pictures).toHaveLength(PROMPTS.length + ODD.length - 1);
  for (const [name] of pictures)
    expect(name).toMatch(/^wallpapers\/[\d-]{10}-[0-9a-f]{12}-[\p{L}\p{M}\p{N}-]+\.png$/u);
  for (const name of files.keys()) {
    for (const part of name.split('/')) {
      expect(part).not.toMatch(DEVICE);
      expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
      expect(part).toMatch(/^[^.\s].*[^.\s]$/u);
    }
  }
  const rows = JSON.parse(String(files.get('wallpapers.json')));
  for (const { file, prompt } of rows) {
    const bytes = files.get(file);
    if (prompt === lost?.prompt) expect(bytes).toBeUndefined();
    else {
      const painted = await smallPicture(ODD.includes(prompt) ? kept.prompt : prompt);
      expect(Buffer.compare(bytes ?? Buffer.alloc(0), painted)).toBe(0);
    }
  }
  expect(JSON.parse(String(files.get('missing.json')))).toHaveLength(1);
  expect(JSON.parse(String(files.get('generations.json')))).toHaveLength(PROMPTS.length);
  expect(JSON.parse(String(files.get('likes.json')))).toMatchObject([{ id: gone?.id }]);
  expect(JSON.parse(String(files.get('account.json')))).toMatchObject({ id: ada.id, name: 'Ada' });
  expect(files.get('avatar.webp')?.subarray(8, 12).toString()).toBe('WEBP');
  for (const bytes of files.values()) expect(bytes.includes("Bob's own")).toBe(false);
});

test('a library of more than a page is exported whole, and an empty one too', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const [ada, bob] = [await addUser(studio), await addUser(studio, 'Bob')];
  await paintAll(studio, ada, ['a lake']);
  const [row] = await studio.db.select().from(wallpapers);
  if (!row) throw new Error('Nothing was painted.');
  const { orientation: _, tokens: __, ...columns } = row;
  // Many in one millisecond: the id decides there.
  const more = Array.from({ length: 250 }, (_, n) => ({
    ...columns,
    id: `0198c5b2-7d3a-7000-8000-${String(n).padStart(12, '0')}`,
    createdAt: new Date(row.createdAt.getTime() - (n % 2)),
  }));
  await studio.db.insert(wallpapers).values(more);
  const files = await exported(studio, ada);
  expect([...files.keys()].filter((name) => name.startsWith('wallpapers/'))).toHaveLength(251);
  expect(JSON.parse(String((await exported(studio, bob)).get('wallpapers.json')))).toEqual([]);
});

test('whoever stops reading lets go of the store, and an export ends with its session', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const ada = await addUser(studio);
  await paintAll(studio, ada, ['a lake', 'a hill']);
  const asked: (AbortSignal | undefined)[] = [];
  const watched: Studio = {
    ...studio,
    store: {
      ...studio.store,
      get: (key, options) => {
        asked.push(options?.signal);
        return studio.store.get(key, options);
      },
    },
  };
  const reader = exportAccount(watched, ada, signal).getReader();
  while (asked.length === 0) await reader.read();
  await reader.cancel();
  expect(asked.map((each) => each?.aborted)).toEqual([true]);

  const { sessionToken } = await startSession(studio.db, ada.id, null);
  const viewer = await viewerOfSession(studio, sessionToken);
  if (!viewer) throw new Error('The session did not open.');
  await studio.db.delete(sessions).where(eq(sessions.userId, ada.id));
  await expect(exported(studio, viewer)).rejects.toThrow('SIGNED_OUT');
  await deleteAccount(studio, ada, {});
  await expect(exported(studio, viewer)).rejects.toThrow('SIGNED_OUT');
});

test('an export that is under way when its account is deleted is cut off, wherever it is, and holds nobody else', async () => {
  await using opened = await openTestStudio({ GENERATIONS_IN_FLIGHT: '50' });
  const { studio } = opened;
  const bob = await addUser(studio, 'Bob');
  await paintAll(studio, bob, ["Bob's own secret"]);
  // Before the first picture, between two, and when all have been read.
  for (const pictures of [0, 1, 2]) {
    const ada = await addUser(studio);
    await paintAll(studio, ada, ['a lake', 'a hill']);
    const { sessionToken } = await startSession(studio.db, ada.id, null);
    const viewer = await viewerOfSession(studio, sessionToken);
    if (!viewer) throw new Error('The session did not open.');
    let opens = 0;
    const watched: Studio = {
      ...studio,
      store: {
        ...studio.store,
        get: (key, options) => {
          opens += 1;
          return studio.store.get(key, options);
        },
      },
    };
    const reader = exportAccount(watched, viewer, signal).getReader();
    const read: Uint8Array[] = [];
    const next = async () => {
      const { value } = await reader.read();
      if (value) read.push(value);
      return value !== undefined;
    };
    await next();
    while (opens < pictures) await next();

    await deleteAccount(studio, ada, {});
    // What is being read already may still be removed under it.
    const removed = removeAccount(studio, ada.id, signal);
    const rest = (async () => {
      while (await next());
    })();
    await expect(rest, `after ${pictures}`).rejects.toThrow('SIGNED_OUT');
    await removed;
    const zip = Buffer.concat(read);
    expect(zip.includes('PK\x05\x06'), 'It must not pass for a whole archive.').toBe(false);
    expect(zip.includes("Bob's own")).toBe(false);
  }
  const left: string[] = [];
  for (const place of ['public/', 'private/'] as const)
    for await (const { key } of studio.store.list(place)) left.push(key);
  const bobs = await studio.db.select().from(wallpapers);
  expect(bobs.map(({ creatorId }) => creatorId)).toEqual([bob.id]);
  expect(left.map((key) => key.split('/')[1])).toEqual([bobs[0]?.id, bobs[0]?.id]);
  expect(await studio.db.$count(garbage)).toBe(0);
  expect((await exported(studio, bob)).size).toBe(5);
});
