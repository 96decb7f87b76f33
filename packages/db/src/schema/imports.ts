import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './moment.ts';

/**
 * What has become of a row of an older system. `listed`: shown with a placeholder until its picture
 * comes. `gone`: its host has or sends it no more. `refused`: what came is not taken. `skipped`: its
 * owner has removed it, or the account, here. Those but `copied` and `skipped` are tried again.
 */
export const importState = pgEnum('import_state', [
  'listed',
  'copied',
  'gone',
  'refused',
  'skipped',
]);

/** Older systems that were imported from, known again by some of their oldest rows wherever they move. */
export const importSources = pgTable('import_sources', {
  id: uuid('id').primaryKey(),
  /** Host, database and schema, for people. */
  name: text('name').notNull(),
  /** Older ids with a digest of their rows, and of the two parts of each. */
  sample: jsonb('sample')
    .$type<{ id: string; digest: string; prompt?: string; date?: string }[]>()
    .notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

/** Who the people of an older system are here. The key is a digest, as it outlives the account. */
export const importPeople = pgTable(
  'import_people',
  {
    sourceId: uuid('source_id')
      .notNull()
      .references(() => importSources.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    /** Not a foreign key: who has left must not come back by the next run. */
    userId: uuid('user_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.key] })],
);

/** One row for each wallpaper of an older system: what makes a run repeatable. */
export const importPictures = pgTable(
  'import_pictures',
  {
    sourceId: uuid('source_id')
      .notNull()
      .references(() => importSources.id, { onDelete: 'cascade' }),
    olderId: bigint('older_id', { mode: 'bigint' }).notNull(),
    /** Not a foreign key: what was removed here must not come back by the next run. */
    wallpaperId: uuid('wallpaper_id').notNull(),
    state: importState('state').notNull(),
    /** Why its picture did not come, as one word; null once it has, and while nobody has asked for it. */
    reason: text('reason'),
    /** Where it should have come from, without the query, which may hold a signature. */
    address: text('address'),
  },
  (t) => [
    primaryKey({ columns: [t.sourceId, t.olderId] }),
    index('import_pictures_missing').on(t.sourceId, t.olderId).where(sql`reason is not null`),
  ],
);
