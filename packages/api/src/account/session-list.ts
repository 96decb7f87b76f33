import { sessions } from '@easel/db';
import { and, desc, eq, gt, ne, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Session } from '../contract.ts';
import { EaselError } from '../errors.ts';
import { told } from '../generation/changes.ts';
import type { User } from '../viewer.ts';
import { deviceOf } from './device.ts';

/** What stops whoever watches with a session that ends; see `endSession`. */
const ENDED = { id: sessions.id, told: told(sessions.sessionToken) };

/** Where the viewer is signed in, the one they ask from first, then the one seen last. */
export async function listSessions(studio: Studio, viewer: User): Promise<Session[]> {
  const current = sql<boolean>`${sessions.sessionToken} = ${viewer.session ?? ''}`;
  const rows = await studio.db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      startedAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      current,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, viewer.id), gt(sessions.expires, sql`now()`)))
    .orderBy(desc(current), desc(sessions.lastSeenAt))
    .limit(100);
  return rows.map(({ userAgent, ...row }) => ({ ...row, device: deviceOf(userAgent) }));
}

/** Ends one of the viewer's sessions by its id. Throws NOT_FOUND unless it is theirs and open. */
export async function endSessionById(
  studio: Studio,
  viewer: User,
  id: string,
): Promise<{ id: string }> {
  const ended = await studio.db
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, viewer.id)))
    .returning(ENDED);
  if (ended.length === 0) throw new EaselError('NOT_FOUND');
  return { id };
}

/** Ends every session of the viewer but the one they ask from. Returns how many. */
export async function endOtherSessions(studio: Studio, viewer: User): Promise<{ ended: number }> {
  const ended = await studio.db
    .delete(sessions)
    .where(and(eq(sessions.userId, viewer.id), ne(sessions.sessionToken, viewer.session ?? '')))
    .returning(ENDED);
  return { ended: ended.length };
}
