import { accounts, type Db, users } from '@easel/db';
import { and, eq, inArray, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';

/** The ways in of the person in the row of `users` that the query around it is about. */
export function accountsOfUser(db: Db) {
  return db.select({ one: sql`1` }).from(accounts).where(eq(accounts.userId, users.id));
}

/** Which of a person's verified addresses (in lower case) an imported account waits under for them. */
export async function waitingAddress(
  { db }: Pick<Studio, 'db'>,
  addresses: string[],
): Promise<string | null> {
  const [found] = await db
    .select({ email: users.email })
    .from(users)
    .where(
      and(
        inArray(users.email, addresses),
        isNotNull(users.importedAt),
        isNull(users.deletedAt),
        notExists(accountsOfUser(db)),
      ),
    )
    .limit(1);
  return found?.email ?? null;
}
