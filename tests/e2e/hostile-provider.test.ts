import { createServer } from 'node:net';
import { newId, openDb, users, wallpapers } from '@easel/db';
import { expect, test } from '@playwright/test';
import { inArray, isNotNull } from 'drizzle-orm';
import { inside } from '../attack/spellings.ts';
import { Visitor } from '../integration/visitor.ts';
import { PAYLOADS, watched } from './hostile.ts';
import { SITES, tellProvider } from './sites.ts';

/** Whoever connects to a port of this machine, on each of its names. */
async function listenInside() {
  const connected: number[] = [];
  const server = createServer((socket) => {
    connected.push(Date.now());
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return { port, connected, close: () => server.close() };
}

/** Where a provider may say that somebody's picture is, so that it is fetched from inside. */
function pictures(port: number): string[] {
  const direct = inside(port);
  // The provider's own server may be asked, and may not lead on.
  const detours = direct
    .filter((_, at) => at % 2 === 0)
    .map((to) => `${SITES.issuer()}/elsewhere?${new URLSearchParams({ to })}`);
  return [...direct, ...detours, 'data:image/png;base64,AAAA', 'blob:x', `//127.0.0.1:${port}/a`];
}

test('a picture that a provider names is fetched from nowhere inside, by no name and over no detour', async () => {
  const listener = await listenInside();
  // It would be seen.
  await fetch(`http://localhost:${listener.port}/`).catch(() => {});
  expect(listener.connected.splice(0).length).toBeGreaterThan(0);
  const { db, close } = openDb(SITES.database());
  const people = Object.fromEntries(
    pictures(listener.port).map((picture, at) => [
      `inside-${at}`,
      { name: `Inside ${at}`, picture },
    ]),
  );
  const good = { name: 'Outside', picture: `${SITES.issuer()}/face.png` };
  await tellProvider({ people: { ...people, outside: good } });
  const signIn = (login: string) => new Visitor(SITES.outside()).signInAt(SITES.issuer(), login);
  const logins = [...Object.keys(people), 'outside'];
  for (let at = 0; at < logins.length; at += 6)
    await Promise.all(logins.slice(at, at + 6).map(signIn));

  // Whatever was asked for has been looked at once the address is forgotten.
  const waiting = () => db.$count(users, isNotNull(users.imageSource));
  await expect.poll(waiting).toBe(0);
  const rows = await db
    .select({ name: users.name, image: users.image })
    .from(users)
    .where(inArray(users.name, [...Object.values(people).map(({ name }) => name), 'Outside']));
  expect(rows).toHaveLength(logins.length);
  for (const { name, image } of rows)
    expect([name, image !== null]).toEqual([name, name === 'Outside']);
  expect(listener.connected).toEqual([]);
  listener.close();
  await close();
});

test('what a provider says of somebody is text and a drawn picture on every page that shows them', async ({
  page,
  context,
}) => {
  const { db, close } = openDb(SITES.database());
  const site = SITES.outside();
  const addresses = [
    'javascript:hit()',
    'data:text/html,<script>parent.hit()</script>',
    '"><script>',
  ];
  const people = PAYLOADS.map((name, at) => ({
    login: `payload-${at}`,
    name,
    picture: `${addresses[at % addresses.length]}//${name}`,
  }));
  await tellProvider({
    people: Object.fromEntries(people.map(({ login, ...claims }) => [login, claims])),
  });
  const visitors = people.map(() => new Visitor(site));
  for (let at = 0; at < people.length; at += 6)
    await Promise.all(
      visitors
        .slice(at, at + 6)
        .map((visitor, n) => visitor.signInAt(SITES.issuer(), people[at + n]?.login ?? '')),
    );
  const known = await Promise.all(visitors.map((visitor) => visitor.api.user.me.query()));
  for (const { avatarUrl } of known) expect(avatarUrl).toMatch(/^\/api\/avatars\/[\da-f-]{36}$/);
  const shown = known.map(({ id: creatorId }) => ({
    id: newId(),
    creatorId,
    prompt: 'a picture by somebody',
    model: 'painter',
    params: { size: '1024x1024' },
    width: 1024,
    height: 1024,
    visibility: 'public' as const,
    originalKey: `private/${creatorId}/none.png` as const,
    originalBytes: 1,
    originalType: 'image/png',
    thumbhash: '',
    color: '#000000',
    palette: [],
    score: 3000,
  }));
  await db.insert(wallpapers).values(shown);

  const found = await watched(page);
  // One signs in here as a person does, and then sees all the others.
  await page.goto(`${site}/zh/sign-in?callbackUrl=/zh`);
  await page.getByRole('button', { name: 'Test ID' }).click();
  await page.getByLabel('Login').fill('payload-8');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${site}/zh`);
  for (const { name } of known.slice(-10))
    await expect(page.getByText(name, { exact: false }).first()).toBeAttached();
  const [, first] = shown;
  for (const path of ['/settings', `/u/${known[8]?.id}`, `/w/${first?.id}`]) {
    await page.goto(site + path);
    await expect(page.locator('header img[src*="/avatars/"]').first()).toBeAttached();
    expect(found, path).toEqual([]);
  }
  await context.close();
  await db.delete(wallpapers).where(
    inArray(
      wallpapers.id,
      shown.map(({ id }) => id),
    ),
  );
  await close();
});
