import { importPeople, type Transaction, users } from '@easel/db';
import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { nameFor, tidyName } from '../account/names.ts';
import type { Studio } from '../compose.ts';
import { emailOf, saysNobody } from './address.ts';
import type { ClerkPeople } from './clerk.ts';
import { digestOf, keyOf, personIdOf } from './ids.ts';

/** Someone of the older system. Who has no address is told from others by what stands in its place. */
export type Person = {
  key: string;
  /** The keys that their other verified addresses would be. */
  otherKeys: string[];
  address: string | null;
  names: string[];
  avatarUrl: string | null;
};

/** The key of those of whom the older system knows nothing at all. */
export const NOBODY = 'nobody';

/** What an address column says of a person, with what Clerk knows. */
export function personOf(
  written: string | null,
  { standard, clerk }: { standard: string | null; clerk: ClerkPeople },
  own: { nickname?: string | null; avatarUrl?: string | null } = {},
): Person {
  if (written === null || saysNobody(written, standard))
    return { key: NOBODY, otherKeys: [], address: null, names: [], avatarUrl: null };
  const email = emailOf(written);
  const text = email ?? written.trim().toLowerCase();
  const told = clerk.get(text);
  const address = told ? told.address : email;
  return {
    key: address ? keyOf(address) : `text ${text}`,
    otherKeys: (told?.verified ?? []).filter((other) => other !== address).map(keyOf),
    address,
    names: [own.nickname ?? '', ...(told?.names ?? [])].filter((name) =>
      isName(name, [text, address, ...(told?.addresses ?? [])]),
    ),
    avatarUrl: [own.avatarUrl, told?.avatarUrl].find((url) => url && isPictureAddress(url)) ?? null,
  };
}

/** Neither what an address begins with, nor what older code made of two absent names. */
function isName(name: string, addresses: (string | null)[]): boolean {
  const plain = tidyName(name).toLowerCase();
  const begins = addresses.some((address) => address?.split('@')[0] === plain);
  return !begins && !/^(null|undefined)?(\s*(null|undefined))?$/.test(plain);
}

function isPictureAddress(url: string): boolean {
  return url.length <= 2000 && URL.parse(url)?.protocol === 'https:';
}

export type Settled = {
  /** By the person's key; null: they have left, and what was theirs stays away. */
  ids: Map<string, string | null>;
  made: number;
  matched: number;
};

/**
 * Finds the accounts of these people and makes those that are missing. An address decides: here it is
 * only ever written down when it was verified, or by an import, and nobody signs in to an imported
 * account but by a provider that verifies the same address.
 */
export async function settlePeople(
  studio: Studio,
  sourceId: string,
  people: (Person & { createdAt: Date })[],
): Promise<Settled> {
  const ids = new Map<string, string | null>();
  if (people.length === 0) return { ids, made: 0, matched: 0 };
  const keys = people.flatMap(({ key, otherKeys }) => [key, ...otherKeys]);
  const digests = new Map(keys.map((key) => [digestOf(key), key]));
  return await studio.db.transaction(async (tx) => {
    const known = await tx
      .select({ digest: importPeople.key, userId: importPeople.userId, here: users.id })
      .from(importPeople)
      .leftJoin(users, and(eq(users.id, importPeople.userId), isNull(users.deletedAt)))
      .where(
        and(eq(importPeople.sourceId, sourceId), inArray(importPeople.key, [...digests.keys()])),
      );
    const before = new Map(known.map((line) => [digests.get(line.digest), line]));
    const accountOf = ({ key, otherKeys }: Person) =>
      [key, ...otherKeys].map((one) => before.get(one)).find((line) => line !== undefined);
    const fresh = people.filter((person) => !accountOf(person));
    const added = await makePeople(studio, tx, sourceId, fresh);
    const lines = people.flatMap((person) => {
      const { userId, here } = accountOf(person) ?? added.accounts.get(person.key) ?? {};
      ids.set(person.key, here ?? null);
      // Their other addresses lead to the same account from now on.
      if (!userId || before.has(person.key)) return [];
      const keys = [person.key, ...person.otherKeys];
      return keys.map((key) => ({ sourceId, key: digestOf(key), userId }));
    });
    if (lines.length > 0) await tx.insert(importPeople).values(lines).onConflictDoNothing();
    return { ids, made: added.made, matched: fresh.length - added.made };
  });
}

async function makePeople(
  { config }: Studio,
  tx: Transaction,
  sourceId: string,
  people: (Person & { createdAt: Date })[],
) {
  const accounts = new Map<string, { userId: string; here: string | null }>();
  if (people.length === 0) return { accounts, made: 0 };
  const rows = people.map(({ key, address, names, avatarUrl, createdAt }) => {
    const id = personIdOf(config.authSecret, sourceId, key, createdAt);
    const name = nameFor(names, id);
    const importedAt = new Date();
    return { key, id, name, email: address, imageSource: avatarUrl, createdAt, importedAt };
  });
  const made = await tx
    .insert(users)
    .values(rows.map(({ key: _, ...row }) => row))
    .onConflictDoNothing()
    .returning({ id: users.id });
  const addresses = rows.map(({ email }) => email).filter((email) => email !== null);
  const found =
    addresses.length > 0
      ? await tx
          .select({ id: users.id, email: users.email, deletedAt: users.deletedAt })
          .from(users)
          .where(inArray(users.email, addresses))
      : [];
  const byAddress = new Map(found.map((user) => [user.email, user]));
  for (const { key, id, email } of rows) {
    const user = email === null ? undefined : byAddress.get(email);
    const userId = user?.id ?? id;
    accounts.set(key, { userId, here: user?.deletedAt ? null : userId });
  }
  return { accounts, made: made.length };
}

/**
 * Gives those who came in an earlier run without a name the one that is known by now: Clerk's export,
 * or their own row, may be there later than their pictures. Returns how many got one.
 */
export async function nameGuests(
  { db }: Studio,
  sourceId: string,
  people: Person[],
): Promise<number> {
  const known = new Map(
    people.filter(({ names }) => names.length > 0).map((person) => [digestOf(person.key), person]),
  );
  if (known.size === 0) return 0;
  const guests = await db
    .select({ digest: importPeople.key, id: users.id, name: users.name, image: users.image })
    .from(importPeople)
    .innerJoin(users, and(eq(users.id, importPeople.userId), isNull(users.deletedAt)))
    .where(and(eq(importPeople.sourceId, sourceId), inArray(importPeople.key, [...known.keys()])));
  let named = 0;
  for (const { digest, id, name, image } of guests) {
    const { names = [], avatarUrl } = known.get(digest) ?? {};
    if (name !== nameFor([], id) || nameFor(names, id) === name) continue;
    named += 1;
    const imageSource = image ? undefined : (avatarUrl ?? undefined);
    await db
      .update(users)
      .set({ name: nameFor(names, id), imageSource })
      .where(eq(users.id, id));
  }
  return named;
}

/** Has workers copy the avatars of imported people that have not come yet. */
export async function queueAvatars({ db, queue }: Studio, signal: AbortSignal): Promise<void> {
  const PAGE = 500;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await db
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          gt(users.id, after),
          isNotNull(users.importedAt),
          isNotNull(users.imageSource),
          isNull(users.deletedAt),
        ),
      )
      .orderBy(asc(users.id))
      .limit(PAGE);
    for (const { id } of page) {
      signal.throwIfAborted();
      if (!(await queue.has('avatar', id))) await queue.push(db, 'avatar', id);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}
