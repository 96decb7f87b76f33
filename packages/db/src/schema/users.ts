import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { newId } from '../id.ts';
import { moment } from './moment.ts';

export const role = pgEnum('role', ['user', 'admin']);

/** People. The first five columns are the ones Auth.js knows. */
export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey().$defaultFn(newId),
    name: text('name').notNull(),
    email: text('email').unique(),
    /** Set only when a provider vouched for the address. */
    emailVerified: moment('email_verified'),
    /** A storage key of ours, or null for the avatar drawn from the id. Never a third party's address. */
    image: text('image'),
    /** Where a provider shows the person's picture, until a worker has copied it here. */
    imageSource: text('image_source'),
    role: role('role').notNull().default('user'),
    screens: jsonb('screens')
      .$type<{ name: string; width: number; height: number }[]>()
      .notNull()
      .default([]),
    bannedAt: moment('banned_at'),
    /** When its owner asked for the end of the account: from then on it is nobody's, until a worker has removed it. */
    deletedAt: moment('deleted_at'),
    /** When an import brought this person. Nobody signs in to such an account by its name alone. */
    importedAt: moment('imported_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    check('users_name_not_empty', sql`length(btrim(${t.name})) > 0`),
    index('users_deleted').on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
);

/** Sign-ins at providers, one row each; the columns are Auth.js's. */
export const accounts = pgTable(
  'accounts',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').$type<'oauth' | 'oidc' | 'email' | 'webauthn'>().notNull(),
    provider: text('provider').notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    refresh_token: text('refresh_token'),
    access_token: text('access_token'),
    expires_at: integer('expires_at'),
    token_type: text('token_type'),
    scope: text('scope'),
    id_token: text('id_token'),
    session_state: text('session_state'),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.providerAccountId] }),
    index('accounts_user').on(t.userId),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    sessionToken: text('session_token').primaryKey(),
    /** What its owner names it by; it opens nothing. */
    id: uuid('id').notNull().unique().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expires: moment('expires').notNull(),
    /** As the browser described itself when the session began. */
    userAgent: text('user_agent'),
    /** Written down every few minutes at most. */
    lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [index('sessions_user').on(t.userId), index('sessions_expires').on(t.expires)],
);

/** What a person has used of the day's allowance, and how many pictures they have in the making. */
export const quotas = pgTable(
  'quotas',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The UTC day that `used` counts. */
    day: date('day').notNull(),
    used: integer('used').notNull(),
    inFlight: integer('in_flight').notNull(),
  },
  (t) => [
    check('quotas_used_not_negative', sql`${t.used} >= 0`),
    check('quotas_in_flight_not_negative', sql`${t.inFlight} >= 0`),
  ],
);
