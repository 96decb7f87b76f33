import type { Adapter, AdapterUser } from '@auth/core/adapters';
import { DrizzleAdapter } from '@auth/drizzle-adapter';
import { accounts, newId, sessions, users } from '@easel/db';
import { and, eq, exists, isNull, notExists } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { nameFor } from './names.ts';
import { endSession, isOpen, startSession } from './sessions.ts';
import { accountsOfUser, waitUnder } from './waiting.ts';

/**
 * The database as Auth.js wants it. An address that reaches `createUser` counts as verified: hand
 * over only those that the provider vouches for. Session tokens are kept as fingerprints, sessions
 * that expired open nothing, and everyone gets a name. The picture that a provider names is copied by
 * a worker, later: a sign-in never waits for it.
 */
export function authAdapter(studio: Studio, userAgent: string | null): Adapter {
  const { db } = studio;
  const plain = DrizzleAdapter(db, {
    usersTable: users,
    accountsTable: accounts,
    sessionsTable: sessions,
  });

  return {
    ...plain,

    async createUser({ name, email, image }) {
      const id = newId();
      const verified = email ? { email, emailVerified: new Date() } : {};
      const imageSource = image?.slice(0, 2000) ?? null;
      if (email) await waitUnder(studio, email);
      const [user] = await db
        .insert(users)
        .values({ id, name: nameFor([name], id), imageSource, ...verified })
        // Someone of that address is known but never signed in here, such as an imported creator:
        // the provider vouches that this is the same person.
        .onConflictDoUpdate({
          target: users.email,
          set: { emailVerified: new Date(), ...(imageSource && { imageSource }) },
          setWhere: notExists(accountsOfUser(db)),
        })
        .returning();
      if (!user) throw new EaselError('FORBIDDEN', { cause: 'The address is taken.' });
      // Who came without a name has one from now on, like everyone who signs in for the first time.
      if (user.name === nameFor([], user.id)) {
        user.name = nameFor([name], user.id);
        await db.update(users).set({ name: user.name }).where(eq(users.id, user.id));
      }
      if (imageSource && !user.image) await copyLater(studio, user.id);
      return toAdapterUser(user);
    },

    async getUserByEmail(email) {
      const [user] = await db
        .select()
        .from(users)
        .where(and(eq(users.email, email), exists(accountsOfUser(db))));
      return user ? toAdapterUser(user) : null;
    },

    async createSession({ userId }) {
      return { userId, ...(await startSession(db, userId, userAgent)) };
    },

    async getSessionAndUser(sessionToken) {
      const [found] = await db
        .select({ userId: sessions.userId, expires: sessions.expires, user: users })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(isOpen(fingerprintOf(sessionToken)), isNull(users.deletedAt)));
      if (!found) return null;
      const { userId, expires, user } = found;
      return { session: { sessionToken, userId, expires }, user: toAdapterUser(user) };
    },

    async updateSession({ sessionToken, expires }) {
      await db
        .update(sessions)
        .set({ expires })
        .where(eq(sessions.sessionToken, fingerprintOf(sessionToken)));
      return null;
    },

    async deleteSession(sessionToken) {
      await endSession(studio, sessionToken);
    },
  };
}

/** Nobody is kept out for the want of a picture. */
async function copyLater({ db, queue, log }: Studio, userId: string): Promise<void> {
  await queue
    .push(db, 'avatar', userId)
    .catch((error: unknown) => log.warn({ err: error, user: userId }, 'no avatar is copied'));
}

function toAdapterUser(user: typeof users.$inferSelect): AdapterUser {
  const { id, name, email, emailVerified, image } = user;
  // Auth.js types the address as always there, and never asks for one that is not.
  return { id, name, email: email as string, emailVerified, image };
}
