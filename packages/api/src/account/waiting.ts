import { accounts, type Db, importPeople, importSources, users } from '@easel/db';
import { and, eq, inArray, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { digestOf, keyOf } from '../import/ids.ts';

/** The ways in of the person in the row of `users` that the query around it is about. */
export function accountsOfUser(db: Db) {
  return db.select({ one: sql`1` }).from(accounts).where(eq(accounts.userId, users.id));
}

/** Brought by an import, and nobody has signed in to it yet. */
function isWaiting(db: Db) {
  return and(isNotNull(users.importedAt), isNull(users.deletedAt), notExists(accountsOfUser(db)));
}

/** The accounts that an import knows by any of these addresses: the older system may have had several of a person. */
function knownBy(db: Db, addresses: string[]) {
  const keys = addresses.map((address) => digestOf(keyOf(address)));
  return (
    db
      .select({ userId: importPeople.userId, key: importPeople.key })
      .from(importPeople)
      // The key's index begins with the source.
      .innerJoin(importSources, eq(importSources.id, importPeople.sourceId))
      .where(inArray(importPeople.key, keys))
      .as('known')
  );
}

/** Which of a person's verified addresses (in lower case) an imported account waits under for them. */
export async function waitingAddress(
  { db }: Pick<Studio, 'db'>,
  addresses: string[],
): Promise<string | null> {
  const [found] = await db
    .select({ email: users.email })
    .from(users)
    .where(and(inArray(users.email, addresses), isWaiting(db)))
    .limit(1);
  if (found || addresses.length === 0) return found?.email ?? null;
  const known = knownBy(db, addresses);
  const [other] = await db
    .select({ key: known.key })
    .from(users)
    .innerJoin(known, eq(known.userId, users.id))
    .where(isWaiting(db))
    .limit(1);
  return addresses.find((address) => digestOf(keyOf(address)) === other?.key) ?? null;
}

/** Has an account that waits under another address of the same person wait under this one, which they have proven. */
export async function waitUnder({ db }: Pick<Studio, 'db'>, address: string): Promise<void> {
  const known = knownBy(db, [address]);
  await db
    .update(users)
    .set({ email: address })
    .where(
      and(
        eq(users.id, db.select({ id: known.userId }).from(known).limit(1)),
        isWaiting(db),
        sql`not exists (select from users taken where taken.email = ${address})`,
      ),
    );
}
