import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { createTestDatabase } from './testing.ts';
import { whyRefused, whyUnusable } from './why-unusable.ts';

test('a database that answers is told from one that does not, without its password', async () => {
  const database = await createTestDatabase();
  try {
    expect(await whyUnusable(database.url)).toBeNull();

    await database.sql`truncate drizzle.__drizzle_migrations`;
    expect(await whyUnusable(database.url)).toContain("table users is another system's");

    const absent = new URL(database.url);
    absent.pathname = '/no_such_database';
    expect(await whyUnusable(absent.href)).toContain('"no_such_database" does not exist');

    const stranger = new URL(database.url);
    stranger.password = 'hunter2-hunter2';
    const told = await whyUnusable(stranger.href);
    expect(told).toContain('password authentication failed');
    expect(told).not.toContain('hunter2');
  } finally {
    await database.close();
    await database.drop();
  }
  // Port 1 is nobody's.
  for (const host of ['127.0.0.1', 'localhost'])
    expect(await whyUnusable(`postgres://ada:secret@${host}:1/easel`)).toContain('ECONNREFUSED');
});

test('a user who may not make tables is told so, whatever wraps the refusal', async () => {
  const database = await createTestDatabase();
  const role = `guest_${randomUUID().slice(0, 8)}`;
  try {
    await database.sql.unsafe(`create role ${role} login password 'guest'`);
    const guest = new URL(database.url);
    guest.username = role;
    guest.password = 'guest';
    const refused = await migrate(guest.href).catch((error: unknown) => error);
    expect(whyRefused(refused)).toContain('permission denied');
    expect(whyRefused(new Error('something else', { cause: 'no error' }))).toBeNull();
  } finally {
    await database.sql.unsafe(`drop role if exists ${role}`);
    await database.close();
    await database.drop();
  }
});

test('an address at which every connection is closed again is given up', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  const url = `postgres://ada:secret@127.0.0.1:${address.port}/easel`;
  expect(await whyUnusable(url, 300)).toContain('it does not answer');
  server.close();
});
