import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { newId } from '../id.ts';
import { moment } from './moment.ts';
import { users } from './users.ts';
import { visibility, wallpapers } from './wallpapers.ts';

export const status = pgEnum('status', [
  'queued',
  'running',
  'retrying',
  'storing',
  'succeeded',
  'failed',
  'rejected',
  'canceled',
]);

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** One request for a picture, from the button to its end. The row is the truth; the queue only pushes it on. */
export const generations = pgTable(
  'generations',
  {
    id: uuid('id').primaryKey().$defaultFn(newId),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    idempotencyKey: text('idempotency_key'),
    status: status('status').notNull().default('queued'),
    prompt: text('prompt').notNull(),
    model: text('model').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    quality: text('quality'),
    style: text('style'),
    visibility: visibility('visibility').notNull(),
    remixOf: uuid('remix_of').references(() => wallpapers.id, { onDelete: 'set null' }),
    /** 0..1, while it is being painted. */
    progress: real('progress'),
    /** Calls of the image service so far, written down before each one. */
    attempt: integer('attempt').notNull().default(0),
    startedAt: moment('started_at'),
    /** Calls that a crash cut off; one is repeated, no more. */
    interrupted: integer('interrupted').notNull().default(0),
    /** Tries to store an answer that is already paid for. */
    storeAttempt: integer('store_attempt').notNull().default(0),
    /** While retrying: not before this. */
    retryAt: moment('retry_at'),
    /** Why it failed or is waiting: one of the contract's reasons. */
    reason: text('reason'),
    retryable: boolean('retryable').notNull().default(false),
    /** The UTC day whose allowance it took from; null once given back. */
    quotaDay: date('quota_day'),
    usage: jsonb('usage').$type<{ inputTokens: number; outputTokens: number }>(),
    wallpaperId: uuid('wallpaper_id').references(() => wallpapers.id, { onDelete: 'set null' }),
    /** The web request that asked for it: one thread through the logs of all processes. */
    requestId: text('request_id').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('generations_progress_share', sql`${t.progress} between 0 and 1`),
    uniqueIndex('generations_idempotency').on(t.userId, t.idempotencyKey),
    index('generations_user_newest').on(t.userId, t.createdAt, t.id),
    index('generations_unfinished')
      .on(t.updatedAt)
      .where(sql`status in ('queued', 'running', 'retrying', 'storing')`),
    // The latest pictures of a model, to tell how long the next one takes.
    index('generations_finished').on(t.model, t.createdAt).where(sql`status = 'succeeded'`),
    index('generations_wallpaper').on(t.wallpaperId),
    index('generations_remix').on(t.remixOf),
  ],
);

/**
 * What the image service answered, kept from the moment it arrived until the wallpaper is stored:
 * a crash or a storage outage in between never pays for the picture again.
 */
export const answers = pgTable(
  'answers',
  {
    generationId: uuid('generation_id')
      .primaryKey()
      .references(() => generations.id, { onDelete: 'cascade' }),
    bytes: bytea('bytes'),
    url: text('url'),
    revisedPrompt: text('revised_prompt'),
    upstreamRequestId: text('upstream_request_id'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [check('answers_bytes_or_url', sql`(${t.bytes} is null) <> (${t.url} is null)`)],
);

/** The latest unfinished picture of a generation that is being painted, small and re-encoded. */
export const previews = pgTable('previews', {
  generationId: uuid('generation_id')
    .primaryKey()
    .references(() => generations.id, { onDelete: 'cascade' }),
  /** WebP */
  bytes: bytea('bytes').notNull(),
});
