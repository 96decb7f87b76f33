import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { importTutorial } from '@easel/api/import';
import {
  authAdapter,
  countWallpapers,
  listWallpapers,
  placeholderSvg,
  startLocalSession,
  waitingAddress,
} from '@easel/api/server';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { goodPicture, startPictureHost } from '../servers/picture-host.ts';
import { openHome } from './home.ts';
import { fillOlderSystem, openOlderSystem } from './older-system.ts';

/** A soak kills more often: `IMPORT_KILLS=20 vitest run tests/import`. */
const KILLS = Number(process.env.IMPORT_KILLS ?? 3);
const never = new AbortController().signal;
let host: Awaited<ReturnType<typeof startPictureHost>>;
beforeAll(async () => {
  host = await startPictureHost();
});
afterAll(async () => await host.stop());
afterEach(() => vi.unstubAllEnvs());

const copying = (from: string) => ({
  ...({ from, images: 'copy', dryRun: false, pictureTimeoutMs: 400 } as const),
  allowOrigin: host.url,
});

test('pictures come with all that the older rows say, those that do not are told, and killing it changes nothing', {
  timeout: 60_000 + KILLS * 20_000,
}, async () => {
  await using older = await openOlderSystem();
  await using calm = await openHome();
  await using killed = await openHome();
  await fillOlderSystem(older.sql, host.url, 1, 44);
  const options = copying(older.url);

  const end = await importTutorial(calm.config, options, never);
  expect(end.summary).toMatchObject({
    users: { made: 5, matched: 0, named: 0 },
    rows: { copied: 37, gone: 4, refused: 3, listed: 0, skipped: 0, unchanged: 0 },
    later: 3,
  });
  const lines = (await readFile(end.report ?? '', 'utf8')).trim().split('\n').slice(1);
  expect(
    lines.map((line) => JSON.parse(line)).map(({ id, state, reason }) => [id, state, reason]),
  ).toEqual([
    ['5', 'gone', 'Gone'],
    ['10', 'gone', 'Gone'],
    ['20', 'refused', 'Truncated'],
    ['25', 'refused', 'NotAnImage'],
    ['30', 'refused', 'Refused'],
    ['35', 'gone', 'Unavailable'],
    ['40', 'gone', 'Timeout'],
  ]);
  expect(lines.join()).not.toContain('secret');

  const page = await listWallpapers(calm.studio, { limit: 60, sort: 'newest' });
  const numbers = page.items.map(({ prompt }) => Number(prompt.split(' ').at(-1)));
  expect(numbers.slice(0, 8)).toEqual([44, 43, 42, 41, 39, 38, 37, 36]);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(page.items[0]).toMatchObject({
    model: 'dall-e-3',
    width: 320,
    createdAt: new Date('2024-01-01T00:00:44Z'),
    creator: { name: 'Person No 1' },
  });
  const [nameless] = await calm.sql`select name from users where email = 'person3@example.com'`;
  expect(nameless?.name).toMatch(/^Guest /);
  const [kept] =
    await calm.sql`select params, original_key from wallpapers where prompt = 'picture number 11'`;
  expect(kept?.params).toEqual({
    size: '320x200',
    olderSize: 'large',
    quality: 'hd',
    style: 'natural',
    older: { n: 1, quality: 'hd', style: 'natural' },
  });
  const { body } = await calm.studio.store.get(kept?.original_key);
  expect(Buffer.from(await new Response(body).arrayBuffer())).toEqual(
    await goodPicture('/good/11.png?token=secret'),
  );
  expect(await countWallpapers(calm.studio, {})).toEqual({ count: 37 });
  const counted = await calm.sql`select c.scope from counters c where scope <> 'all'
    and value <> (select count(*) from wallpapers w where w.creator_id::text = scope)`;
  expect(counted).toEqual([]);

  const before = await calm.rows();
  const second = await importTutorial(calm.config, options, never);
  expect(second.summary).toMatchObject({ users: { made: 0 }, rows: { unchanged: 37, copied: 0 } });
  expect(await calm.rows()).toEqual(before);

  for (let kills = 0; kills < KILLS; kills += 1) {
    const child = await killed.startImport(options);
    const ended = once(child, 'exit');
    await setTimeout(Math.random() * 1500);
    child.kill('SIGKILL');
    await ended;
  }
  await importTutorial(killed.config, options, never);
  expect(await killed.rows()).toEqual(before);

  // Mended addresses do not make it another system.
  await older.sql`update wallpapers set img_url = replace(img_url, '/gone/', '/good/')`;
  await fillOlderSystem(older.sql, host.url, 45, 47);
  const third = await importTutorial(killed.config, options, never);
  expect(third.summary.rows).toMatchObject({ copied: 4, unchanged: 37 });
});

test('tables of another make are read, listed at once, and filled in by a later copy', {
  timeout: 60_000,
}, async () => {
  await using home = await openHome();
  await using older = await openOlderSystem(`
    create schema shop;
    create table shop.wallpapers (
      id bigint, user_email text default 'owner@example.com', img_description text, img_url text,
      llm_params jsonb, created_at timestamp, votes int);
    insert into shop.wallpapers values
      (1, 'owner@example.com', 'one', '${host.url}/good/1', '{"quality": "hd"}', '2024-05-01 10:00', 3),
      (4294967297, 'Ada@Example.com', 'two', '${host.url}/gone/2', '"plain"', null, null),
      (4294967298, null, null, '${host.url}/good/3', null, '2024-05-02', null),
      (4294967299, 'not an address', 'four', 'https://x.blob.core.windows.net/a.png?se=2024-01-01T00:00:00Z&sig=x', null, 'infinity', null)`);
  const listing = { from: older.url, images: 'skip', dryRun: false } as const;

  for (const from of ['postgres://a:50%off@b/c', 'postgres://a:p#q@b/c'])
    await expect(importTutorial(home.config, { ...listing, from }, never)).rejects.toThrow('%25');
  const dry = await importTutorial(home.config, { ...copying(older.url), dryRun: true }, never);
  expect(dry.summary.rows).toMatchObject({ copied: 3, gone: 1 });
  expect(await home.sql`select from import_sources`).toHaveLength(0);

  await importTutorial(home.config, { ...listing, limit: 1 }, never);
  const { summary } = await importTutorial(home.config, listing, never);
  expect(summary.rows).toMatchObject({ listed: 3, unchanged: 1 });
  const list = () => listWallpapers(home.studio, { limit: 10, sort: 'newest' });
  const listed = (await list()).items;
  expect(listed.map(({ prompt }) => prompt)).toEqual(['four', 'Untitled', 'two', 'one']);
  expect(listed.map(({ creator }) => creator.name.slice(0, 6))).toEqual(Array(4).fill('Guest '));
  const [shown] = listed;
  expect(placeholderSvg(shown?.image.src.split('/').at(-1) ?? '')).toContain('<svg');
  expect(shown?.image.color).toMatch(/^#/);
  // Nobody in particular has made the first and the third.
  expect(listed[1]?.creator.id).toBe(listed[3]?.creator.id);

  // What Clerk knew of them may come later, also of whom the older system had by a second address.
  const clerk = JSON.stringify([
    {
      first_name: 'Ada',
      last_name: 'King',
      primary_email_address_id: 'b',
      email_addresses: [
        { id: 'a', email_address: 'ada@example.com', verification: { status: 'verified' } },
        { id: 'b', email_address: 'king@example.com', verification: { status: 'verified' } },
      ],
    },
  ]);
  for (let n = 0; n < 2; n += 1) await importTutorial(home.config, { ...listing, clerk }, never);
  expect((await list()).items[2]?.creator.name).toBe('Ada King');

  // Who left, or removed something, does not get it back.
  const [two] = listed.filter(({ prompt }) => prompt === 'two');
  await home.sql`update wallpapers set visibility = 'private' where prompt = 'one'`;
  const filled = await importTutorial(home.config, copying(older.url), never);
  expect(filled.summary.rows).toMatchObject({ copied: 2, gone: 2 });
  expect((await list()).items.map(({ prompt }) => prompt)).toEqual(['Untitled']);
  const [one] =
    await home.sql`select key from wallpapers join derivatives on wallpaper_id = id where prompt = 'one'`;
  expect(one?.key).toMatch(/^private\//);

  // An imported account opens to a provider that vouches for its address, and to nothing else.
  const ada = two?.creator;
  await startLocalSession(home.studio, 'Ada King', null);
  await startLocalSession(home.studio, listed[1]?.creator.name ?? '', null);
  const opened =
    await home.sql`select from sessions join users on users.id = user_id where imported_at is not null`;
  expect(opened).toEqual([]);
  const adapter = authAdapter(home.studio, null);
  const signIn = async (email: string | null) =>
    // Auth.js hands over what the provider said; no address when it does not vouch for one.
    await adapter.createUser?.({ id: '', name: 'Ada', email: email ?? '', emailVerified: null });
  expect((await signIn(null))?.id).not.toBe(ada?.id);
  // A provider that knows several addresses of theirs is asked for the one that waits.
  const addresses = ['lovelace@example.com', 'ada@example.com'];
  expect(await waitingAddress(home.studio, addresses)).toBe('ada@example.com');
  expect(await waitingAddress(home.studio, addresses.slice(0, 1))).toBeNull();
  const back = await signIn('ada@example.com');
  expect(back?.id).toBe(ada?.id);
  await adapter.linkAccount?.({
    ...{ userId: back?.id ?? '', type: 'oauth', provider: 'github', providerAccountId: '1' },
  });
  expect(await waitingAddress(home.studio, addresses)).toBeNull();
});

test('what changes between a rehearsal and the copy costs no row its place, nor anyone a secret', {
  timeout: 60_000,
}, async () => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
  await using home = await openHome();
  await using older = await openOlderSystem(`
    create table users (email text, nickname text);
    insert into users values ('ada@example.com', E'ada\u200B');
    create table wallpapers (
      id int, user_email text, img_description text, img_size text, img_url text,
      llm_params text, created_at text);
    insert into wallpapers (id, img_description, img_url, created_at) values
      (1, 'gone', '${host.url}/gone/1', '2024-05-01 10:00:00'),
      (2, 'deleted', '${host.url}/good/2', '2024-05-02T10:00'),
      (3, 'undated', '${host.url}/good/3', null),
      (4, 'in trouble', '${host.url}/teapot/4', '2024-05-04 10:00:00+00'),
      (5, 'secret', 'https://me:password@example.com/5.png?token=secret', null);
    update wallpapers set user_email = 'ada@example.com', img_size = '99999x1',
      llm_params = '{"a\\u0000b": ["\\u0000"], "seed": 12345678901234567890, "said": "90000000000000000001"}'`);
  // A name that is how another address of theirs begins.
  const clerk = JSON.stringify([
    {
      ...{ username: 'ada.king', primary_email_address_id: 'a' },
      email_addresses: [
        ...[
          { id: 'a', email_address: 'ada.king@example.com', verification: { status: 'verified' } },
        ],
        ...[{ id: 'b', email_address: 'ada@example.com', verification: { status: 'verified' } }],
      ],
    },
  ]);
  const copy = { ...copying(older.url), clerk };
  const list = async () => (await listWallpapers(home.studio, { limit: 10, sort: 'newest' })).items;

  await importTutorial(home.config, { ...copy, images: 'skip' }, never);
  const listed = await list();
  expect(listed.map(({ createdAt }) => createdAt.toISOString().slice(0, 16))).toEqual([
    ...['2024-05-04T10:00', '2024-05-04T10:00', '2024-05-02T10:00', '2024-05-02T10:00'],
    '2024-05-01T10:00',
  ]);
  expect(listed[0]?.creator.name).toMatch(/^Guest /);
  const [kept] = await home.sql`select params from wallpapers limit 1`;
  expect(kept?.params).toEqual({
    ...{ size: '1024x1024', olderSize: '99999x1' },
    // What JavaScript would round is kept as a text.
    older: { ab: [''], seed: '12345678901234567890', said: '90000000000000000001' },
  });

  await older.sql`delete from wallpapers where id = 2`;
  const { summary } = await importTutorial(home.config, copy, never);
  expect(summary).toMatchObject({
    ...{ rows: { copied: 1, gone: 2, refused: 1, skipped: 0 }, removed: 2 },
  });
  const stayed = (await list()).map(({ prompt, image }) => [prompt, image.src.includes('/api/')]);
  expect(stayed).toEqual([
    ['in trouble', true],
    ['undated', false],
    ['deleted', true],
  ]);
  const [told] = await home.sql`select address from import_pictures where older_id = 5`;
  expect(told?.address).toBe('https://example.com/5.png');

  await older.sql`insert into wallpapers (id, img_description, img_url) values (6, 'new', ${`${host.url}/good/6`})`;
  const limited = await importTutorial(home.config, { ...copy, limit: 1 }, never);
  expect(limited.summary).toMatchObject({ rows: { copied: 1, gone: 0, refused: 0 }, removed: 0 });
});
