import { randomBytes } from 'node:crypto';
import { accounts, newId, sessions, type Transaction, users } from '@easel/db';
import { and, eq, gt, isNull, notExists, type SQL, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Config } from '../config.ts';
import { told } from '../generation/changes.ts';
import type { User } from '../viewer.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Seconds until a session has to be begun anew. */
const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Seconds between two notes of when a session was last seen. */
const SEEN_EVERY_SECONDS = 300;

/** What of a browser's description of itself is kept. */
const USER_AGENT_LENGTH = 400;

/**
 * Whose session a token opens, or null: unknown, expired, ended, or its owner is gone. One look-up.
 * An administrator is who the row or, with a verified address, the configuration says.
 */
export async function viewerOfSession(studio: Studio, sessionToken: string): Promise<User | null> {
  const session = fingerprintOf(sessionToken);
  const [found] = await studio.db
    .select({
      id: users.id,
      role: users.role,
      email: users.email,
      emailVerified: users.emailVerified,
      unseen: sql<boolean>`${sessions.lastSeenAt} < now() - ${SEEN_EVERY_SECONDS} * interval '1 second'`,
      bannedAt: users.bannedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(isOpen(session), isNull(users.deletedAt)));
  if (!found) return null;
  if (found.unseen) await noteSeen(studio, session);
  const banned = found.bannedAt !== null;
  // Nobody who is banned administers anything.
  const role = banned ? 'user' : roleOf(studio.config, found);
  return { id: found.id, role, banned, session };
}

async function noteSeen({ db, log }: Studio, session: string): Promise<void> {
  try {
    await db
      .update(sessions)
      .set({ lastSeenAt: sql`now()` })
      .where(eq(sessions.sessionToken, session));
  } catch (error) {
    // Nobody is kept out because a note could not be made.
    log.warn({ err: error }, 'could not note when a session was seen');
  }
}

function roleOf(
  config: Config,
  user: { role: User['role']; email: string | null; emailVerified: Date | null },
): User['role'] {
  const named = user.emailVerified && user.email && config.adminEmails.includes(user.email);
  return named ? 'admin' : user.role;
}

/** Opens a session for a user, in the browser that describes itself so; the token is shown only here. */
export async function startSession(
  db: Pick<Studio['db'], 'insert'>,
  userId: string,
  userAgent: string | null,
): Promise<{ sessionToken: string; expires: Date }> {
  const sessionToken = randomBytes(32).toString('base64url');
  const expires = new Date(Date.now() + SESSION_SECONDS * 1000);
  await db.insert(sessions).values({
    sessionToken: fingerprintOf(sessionToken),
    userId,
    expires,
    userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
  });
  return { sessionToken, expires };
}

/**
 * Signs in to the local account of that name, which the first sign-in makes. A local account has
 * no address and no provider: an account that has either is never opened by its name alone.
 */
export async function startLocalSession(
  studio: Studio,
  name: string,
  userAgent: string | null,
): Promise<{ sessionToken: string; expires: Date }> {
  return await studio.db.transaction(async (tx) => {
    const account = await openLocalAccount(tx, name);
    return await startSession(tx, account.id, userAgent);
  });
}

/** The local account of that name, made when there is none. */
export async function openLocalAccount(tx: Transaction, name: string): Promise<{ id: string }> {
  // Two first sign-ins with one name at the same moment still make one account.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`local account ${name}`}))`);
  const [known] = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.name, name),
        isNull(users.email),
        // Somebody else's name is all that an import knows of many.
        isNull(users.importedAt),
        isNull(users.deletedAt),
        notExists(tx.select({ one: sql`1` }).from(accounts).where(eq(accounts.userId, users.id))),
      ),
    )
    .orderBy(users.createdAt)
    .limit(1);
  if (known) return known;
  const id = newId();
  await tx.insert(users).values({ id, name });
  return { id };
}

/**
 * Puts a new session in the place of an open one, whose token opens nothing from then on: what may
 * have been seen of the old one is worth nothing after a sign-in. Null when it was not open.
 */
export async function renewSession(
  studio: Studio,
  sessionToken: string,
  userAgent: string | null,
): Promise<{ sessionToken: string; expires: Date } | null> {
  return await studio.db.transaction(async (tx) => {
    const owner = await endSession({ db: tx }, sessionToken);
    return owner === null ? null : await startSession(tx, owner, userAgent);
  });
}

/** The session of that fingerprint, unless it has been outlived. */
export function isOpen(session: string): SQL | undefined {
  return and(eq(sessions.sessionToken, session), gt(sessions.expires, sql`now()`));
}

/** True while a session, named by its fingerprint, has been neither ended nor outlived. */
export async function sessionIsOpen(studio: Studio, session: string): Promise<boolean> {
  const found = await studio.db.select({ one: sql`1` }).from(sessions).where(isOpen(session));
  return found.length > 0;
}

/**
 * Ends a session: from now on its token opens nothing, and what was being watched with it stops.
 * Returns whose it was, or null when there was none.
 */
export async function endSession(
  { db }: { db: Pick<Studio['db'], 'delete'> },
  sessionToken: string,
): Promise<string | null> {
  const [ended] = await db
    .delete(sessions)
    .where(eq(sessions.sessionToken, fingerprintOf(sessionToken)))
    .returning({ userId: sessions.userId, told: told(sessions.sessionToken) });
  return ended?.userId ?? null;
}
