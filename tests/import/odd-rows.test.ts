import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { importTutorial } from '@easel/api/import';
import { expect, test } from 'vitest';
import { goodPicture } from '../servers/picture-host.ts';
import { openHome } from './home.ts';
import { openOlderSystem } from './older-system.ts';

const never = new AbortController().signal;

/** A host of pictures in this process, so that it can do things in between. */
async function hostOf(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('no value of a row stops an import, and all parameters stay what they were', async () => {
  await using home = await openHome();
  await using older = await openOlderSystem(`
    create table wallpapers (
      id int, user_email int, img_url text, llm_name text, llm_params text, created_at timestamptz);
    insert into wallpapers values
      (1, 7, 'x', repeat('a', 99) || '😀b', '{"quality": "hd", "scale": 0.30000000000000004}', '9999-12-31'),
      (2, 7, repeat('😀', 400), null, '{"seed": -12345678901234567890, "odd": [1e400, -0.5, "1e400"]}', '-infinity')`);
  const list = { from: older.url, images: 'skip', dryRun: false } as const;
  await importTutorial(home.config, list, never);
  const rows = await home.sql`select model, params from wallpapers order by id`;
  expect(rows).toEqual([
    {
      model: `${'a'.repeat(99)}😀`,
      params: {
        ...{ size: '1024x1024', quality: 'hd' },
        older: { quality: 'hd', scale: 0.30000000000000004 },
      },
    },
    {
      model: 'unknown',
      params: {
        size: '1024x1024',
        older: { seed: '-12345678901234567890', odd: ['1e400', -0.5, '1e400'] },
      },
    },
  ]);
  // Its address is cut for the report, in the middle of a pair.
  const { summary } = await importTutorial(home.config, { ...list, images: 'copy' }, never);
  expect(summary).toMatchObject({ rows: { refused: 2 }, removed: 2 });
});

test('a table whose dates are given a zone, or whose prompts are mended, is the same', async () => {
  await using home = await openHome();
  await using older = await openOlderSystem(`
    create table wallpapers (id int, img_description text, img_url text, created_at timestamp);
    insert into wallpapers select i, 'number ' || i, '', '2024-01-01' from generate_series(1, 20) i`);
  const list = { from: older.url, images: 'skip', dryRun: false } as const;
  await importTutorial(home.config, list, never);
  for (const change of [
    "alter table wallpapers alter created_at type timestamptz using created_at at time zone 'Asia/Shanghai'",
    'update wallpapers set img_description = upper(img_description)',
  ]) {
    await older.sql.unsafe(change);
    const { summary } = await importTutorial(home.config, list, never);
    expect(summary.rows, change).toMatchObject({ listed: 0, unchanged: 20 });
    // As if what has changed had been so from the start.
    await home.sql`delete from import_sources`;
    await home.sql`truncate wallpapers cascade`;
    await importTutorial(home.config, list, never);
  }
  // Other rows in the same place are another system's.
  await older.sql`update wallpapers set img_description = id, created_at = now()`;
  const { summary } = await importTutorial(home.config, list, never);
  expect(summary.rows.listed).toBe(20);
});

test('what cannot be read is told in a sentence', async () => {
  await using home = await openHome();
  await using older = await openOlderSystem(`
    create table wallpapers (id int, img_url text);
    insert into wallpapers values (1, ''), (3, ''), (3, ''), (null, '');
    create schema broken;
    create view broken.wallpapers as select 1 / (id - 1) as id, img_url from wallpapers`);
  const list = { from: older.url, images: 'skip', dryRun: false } as const;
  await expect(importTutorial(home.config, list, never)).rejects.toThrow('id of their own: 2');
  const broken = importTutorial(home.config, { ...list, schema: 'broken' }, never);
  await expect(broken).rejects.toMatchObject({
    ...{ name: 'ImportError', message: expect.stringContaining('division by zero') },
  });

  // The database here may refuse as late as at the end of a transaction.
  await older.sql`delete from wallpapers where id is distinct from 1`;
  await home.sql.unsafe(`
    create function fail() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create constraint trigger fail after insert on import_pictures deferrable initially deferred
      for each row execute function fail()`);
  await expect(importTutorial(home.config, list, never)).rejects.toMatchObject({
    ...{ name: 'ImportError', message: expect.stringContaining('The database failed: no room') },
  });
});

test('a picture is not lost to an import without pictures that overtakes it', async () => {
  await using home = await openHome();
  await using older = await openOlderSystem('create table wallpapers (id int, img_url text)');
  let overtaking: Promise<unknown> | undefined;
  await using host = await hostOf(async ({ url = '' }, response) => {
    overtaking ??= importTutorial(home.config, { ...copy, images: 'skip' }, never);
    await overtaking;
    response.end(await goodPicture(url));
  });
  const copy = {
    ...({ from: older.url, images: 'copy', dryRun: false } as const),
    allowOrigin: host.url,
  };
  await older.sql`insert into wallpapers select i, ${`${host.url}/`} || i from generate_series(1, 9) i`;
  await importTutorial(home.config, copy, never);
  const { summary } = await importTutorial(home.config, copy, never);
  expect(summary.rows.copied).toBe(9);
  expect(await home.sql`select count(*)::int from wallpapers where original_bytes > 0`).toEqual([
    { count: 9 },
  ]);
});

test('a host that says when to come again is not asked before', async () => {
  await using home = await openHome();
  await using older = await openOlderSystem('create table wallpapers (id int, img_url text)');
  const asked: number[] = [];
  await using host = await hostOf(async ({ url = '' }, response) => {
    asked.push(performance.now());
    if (asked.length > 1) response.end(await goodPicture(url));
    else response.writeHead(429, { 'retry-after': '2' }).end();
  });
  await older.sql`insert into wallpapers values (1, ${host.url})`;
  const { summary } = await importTutorial(
    home.config,
    { from: older.url, images: 'copy', dryRun: false, allowOrigin: host.url },
    never,
  );
  expect(summary.rows.copied).toBe(1);
  const [first = 0, second = 0] = asked;
  expect(second - first).toBeGreaterThan(1950);
});

test('an import that waits for a database which never answers can be stopped', async () => {
  await using home = await openHome();
  const stopping = new AbortController();
  const server = createTcpServer((socket) => {
    socket.destroy();
    stopping.abort(new Error('stopped'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  const from = `postgres://a:b@127.0.0.1:${address.port}/older`;
  const importing = importTutorial(
    home.config,
    { from, images: 'skip', dryRun: false },
    stopping.signal,
  );
  await expect(importing).rejects.toThrow('stopped');
  server.close();
});
