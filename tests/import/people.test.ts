import { importTutorial } from '@easel/api/import';
import { authAdapter, waitingAddress } from '@easel/api/server';
import { expect, test } from 'vitest';
import { openHome } from './home.ts';
import { openOlderSystem } from './older-system.ts';

const never = new AbortController().signal;

test('a name may come later than the pictures, and stands in any row of theirs', async () => {
  await using home = await openHome();
  await using older = await openOlderSystem(`
    create table users (id int, email text, nickname text);
    insert into users values (1, 'ada@example.com', null), (2, ' ADA@example.com', 'Ada King');
    create table wallpapers (id int, user_email text, img_url text);
    insert into wallpapers values (1, 'ada@example.com', ''), (2, 'bo@example.com', '')`);
  const list = { from: older.url, images: 'skip', dryRun: false } as const;
  await importTutorial(home.config, list, never);
  await older.sql`insert into users values (3, 'Bo@example.com', 'Bo Li')`;
  const { summary } = await importTutorial(home.config, list, never);
  expect(summary.users).toEqual({ made: 0, matched: 0, named: 1 });
  const people = await home.sql`select name, email from users order by email`;
  expect(people).toEqual([
    { name: 'Ada King', email: 'ada@example.com' },
    { name: 'Bo Li', email: 'bo@example.com' },
  ]);
  const dryRun = async () =>
    (await importTutorial(home.config, { ...list, dryRun: true }, never)).summary;
  expect(await dryRun()).toMatchObject({ users: { made: 0 }, rows: { unchanged: 2 } });
  // It may be the very first command, before there are tables.
  await home.sql`drop table import_sources cascade`;
  expect(await dryRun()).toMatchObject({ users: { made: 2 }, rows: { listed: 2 } });
});

const clerk = JSON.stringify([
  {
    ...{ id: 'user_1', primary_email_address: 'ada@example.com' },
    verified_email_addresses: ['lady@example.com', 'king@example.com'],
    unverified_email_addresses: ['eve@example.com'],
  },
]);

test('a person has one account for all addresses that Clerk has verified, and whichever they come with opens it', async () => {
  for (const address of ['ada@example.com', 'lady@example.com', 'king@example.com']) {
    await using home = await openHome();
    await using older = await openOlderSystem();
    const list = { from: older.url, images: 'skip', dryRun: false } as const;
    await older.sql`insert into wallpapers (user_email) values ('lady@example.com')`;
    // Clerk's file may be given from the second run on, and not in the third.
    await importTutorial(home.config, list, never);
    await older.sql`insert into wallpapers (user_email) values ('Ada@example.com')`;
    await importTutorial(home.config, { ...list, clerk }, never);
    await older.sql`insert into wallpapers (user_email) values ('king@example.com')`;
    await importTutorial(home.config, list, never);
    const creators =
      await home.sql`select creator_id as id, count(*)::int from wallpapers group by 1`;
    expect(creators).toMatchObject([{ count: 3 }]);
    const id = creators[0]?.id;

    const adapter = authAdapter(home.studio, null);
    const signIn = async (email: string) =>
      await adapter.createUser?.({ id: '', name: 'Ada King', email, emailVerified: null });
    expect(await waitingAddress(home.studio, ['eve@example.com', 'x@example.com'])).toBeNull();
    expect((await signIn('eve@example.com'))?.id).not.toBe(id);
    expect(await waitingAddress(home.studio, ['x@example.com', address])).toBe(address);
    expect(await signIn(address)).toMatchObject({ id, email: address, name: 'Ada King' });
    const provider = { type: 'oauth', provider: 'github', providerAccountId: '1' } as const;
    await adapter.linkAccount?.({ ...provider, userId: id });
    // Nobody else gets in by another of them.
    for (const other of ['ada@example.com', 'lady@example.com', 'king@example.com'])
      if (other !== address) expect((await signIn(other))?.id).not.toBe(id);
    const [kept] = await home.sql`select name, email from users where id = ${id}`;
    expect(kept).toEqual({ name: 'Ada King', email: address });
  }
});
