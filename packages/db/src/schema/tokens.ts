import { index, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { newId } from '../id.ts';
import { moment } from './moment.ts';
import { users } from './users.ts';

export const tokenScope = pgEnum('token_scope', ['read', 'generate']);

/** Keys that people make for their scripts. */
export const tokens = pgTable(
  'tokens',
  {
    id: uuid('id').primaryKey().$defaultFn(newId),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    scope: tokenScope('scope').notNull(),
    /** SHA-256 of the key, which itself is shown once and kept nowhere. */
    fingerprint: text('fingerprint').notNull().unique(),
    /** To the minute, so that a busy script does not write with every call. */
    lastUsedAt: moment('last_used_at'),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [index('tokens_user').on(t.userId), index('tokens_expires').on(t.expiresAt)],
);

/** How much of each limit is used up: a row for each person, token or address that was counted lately. */
export const rates = pgTable(
  'rates',
  {
    key: text('key').primaryKey(),
    /** When all that was taken so far will have been earned back. Past: as if there were no row. */
    usedUntil: timestamp('used_until', { withTimezone: true }).notNull(),
  },
  (t) => [index('rates_used_until').on(t.usedUntil)],
);
