import { randomBytes } from 'node:crypto';
import { newId, tokens, users } from '@easel/db';
import { and, count, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { type ApiToken, LIMITS, type NewApiToken, type TokenScope } from '../contract.ts';
import { EaselError } from '../errors.ts';
import { told } from '../generation/changes.ts';
import type { User } from '../viewer.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Makes the keys easy to find for those who search code and logs for what should not be there. */
const PREFIX = 'easel_';
const SHAPE = /^easel_[\w-]{43}$/;

const WIRE = {
  id: tokens.id,
  name: tokens.name,
  scope: tokens.scope,
  createdAt: tokens.createdAt,
  lastUsedAt: tokens.lastUsedAt,
  expiresAt: tokens.expiresAt,
};

/** Whether a token's last use is long enough ago to be written down anew. */
const QUIET = sql<boolean>`coalesce(${tokens.lastUsedAt} < now() - interval '1 minute', true)`;

/** Makes a token. Its key is in this answer and nowhere else. Throws INPUT_INVALID at the twenty-first. */
export async function createToken(
  studio: Studio,
  viewer: User,
  input: { name: string; scope: TokenScope; days: number },
): Promise<NewApiToken> {
  const key = PREFIX + randomBytes(32).toString('base64url');
  return await studio.db.transaction(async (tx) => {
    // Held until the end, so that two at once cannot both be the twentieth.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, viewer.id)).for('update');
    const [held] = await tx
      .select({ count: count() })
      .from(tokens)
      .where(eq(tokens.userId, viewer.id));
    if (!held || held.count >= LIMITS.maxTokens) throw new EaselError('INPUT_INVALID');
    const [row] = await tx
      .insert(tokens)
      .values({
        id: newId(),
        userId: viewer.id,
        name: input.name,
        scope: input.scope,
        fingerprint: fingerprintOf(key),
        expiresAt: sql`now() + make_interval(days => ${input.days})`,
      })
      .returning(WIRE);
    if (!row) throw new EaselError('INTERNAL', { cause: 'A token was not stored.' });
    return { ...row, key };
  });
}

/** The viewer's own tokens, newest first, without their keys. */
export async function listTokens(studio: Studio, viewer: User): Promise<ApiToken[]> {
  return await studio.db
    .select(WIRE)
    .from(tokens)
    .where(eq(tokens.userId, viewer.id))
    .orderBy(desc(tokens.createdAt), desc(tokens.id));
}

/** Ends a token at once, whatever it is watching included. Throws NOT_FOUND unless it is the viewer's. */
export async function revokeToken(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<{ id: string }> {
  const gone = await studio.db
    .delete(tokens)
    .where(and(eq(tokens.id, id), eq(tokens.userId, viewer.id)))
    .returning({ told: told(tokens.id) });
  if (gone.length === 0) throw new EaselError('NOT_FOUND');
  return { id };
}

/** Whose script holds this key, or null: unknown, expired, revoked, or its owner is banned or gone. */
export async function viewerOfToken(studio: Studio, key: string): Promise<User | null> {
  if (!SHAPE.test(key)) return null;
  const [found] = await studio.db
    .select({ id: tokens.id, userId: tokens.userId, scope: tokens.scope, quiet: QUIET })
    .from(tokens)
    .innerJoin(users, eq(users.id, tokens.userId))
    .where(
      and(
        eq(tokens.fingerprint, fingerprintOf(key)),
        gt(tokens.expiresAt, sql`now()`),
        isNull(users.bannedAt),
        isNull(users.deletedAt),
      ),
    );
  if (!found) return null;
  if (found.quiet)
    await studio.db.update(tokens).set({ lastUsedAt: sql`now()` }).where(eq(tokens.id, found.id));
  return { id: found.userId, role: 'user', token: { id: found.id, scope: found.scope } };
}

/** True while a token has been neither revoked nor outlived. */
export async function tokenIsOpen(studio: Studio, id: string): Promise<boolean> {
  const found = await studio.db
    .select({ id: tokens.id })
    .from(tokens)
    .where(and(eq(tokens.id, id), gt(tokens.expiresAt, sql`now()`)));
  return found.length > 0;
}
