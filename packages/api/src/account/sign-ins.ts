import { accounts, users } from '@easel/db';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { Config } from '../config.ts';
import type { SignIn } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';

export const PROVIDER_IDS = ['github', 'google', 'oidc'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** The providers that one can sign in at here, with the names that people know. */
export function offeredProviders(config: Config): { id: ProviderId; name: string }[] {
  const { github, google, oidc } = config.providers;
  const names = { github: github && 'GitHub', google: google && 'Google', oidc: oidc?.name };
  return PROVIDER_IDS.flatMap((id) => {
    const name = names[id];
    return name ? [{ id, name }] : [];
  });
}

/** The viewer's sign-ins at providers. One that could not be done without is not removable. */
export async function listSignIns(studio: Studio, viewer: User): Promise<SignIn[]> {
  const rows = await studio.db
    .select({ provider: accounts.provider, accountId: accounts.providerAccountId })
    .from(accounts)
    .where(eq(accounts.userId, viewer.id))
    .orderBy(asc(accounts.provider), asc(accounts.providerAccountId));
  const offered = offeredProviders(studio.config);
  const names = new Map<string, string>(offered.map(({ id, name }) => [id, name]));
  const usable = rows.filter(({ provider }) => names.has(provider)).length;
  return rows.map(({ provider, accountId }) => ({
    provider,
    accountId,
    name: names.get(provider) ?? provider,
    removable: usable > (names.has(provider) ? 1 : 0),
  }));
}

/**
 * Takes a sign-in at a provider from the viewer's account. Throws NOT_FOUND unless it is theirs, and
 * FORBIDDEN for the last that lets them in.
 */
export async function unlinkSignIn(
  studio: Studio,
  viewer: User,
  input: { provider: string; accountId: string },
): Promise<SignIn[]> {
  await studio.db.transaction(async (tx) => {
    // Two at once must not each take the other for the way that remains.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, viewer.id)).for('update');
    const removed = await tx
      .delete(accounts)
      .where(
        and(
          eq(accounts.userId, viewer.id),
          eq(accounts.provider, input.provider),
          eq(accounts.providerAccountId, input.accountId),
        ),
      )
      .returning({ provider: accounts.provider });
    if (removed.length === 0) throw new EaselError('NOT_FOUND');
    const left = await tx
      .select({ provider: accounts.provider })
      .from(accounts)
      .where(
        and(
          eq(accounts.userId, viewer.id),
          inArray(
            accounts.provider,
            offeredProviders(studio.config).map(({ id }) => id),
          ),
        ),
      );
    if (left.length === 0) throw new EaselError('FORBIDDEN');
  });
  return listSignIns(studio, viewer);
}
