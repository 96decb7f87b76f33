import { type SQL, sql } from 'drizzle-orm';
import {
  bigint,
  char,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  real,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { newId } from '../id.ts';
import { moment } from './moment.ts';
import { users } from './users.ts';

export const visibility = pgEnum('visibility', ['public', 'private']);
export const orientation = pgEnum('orientation', ['landscape', 'portrait', 'square']);

/** A key of the picture store. */
type ObjectKey = `public/${string}` | `private/${string}`;

/** How the picture was asked for, beside its prompt, size and model. */
export type WallpaperParams = {
  size: string;
  quality?: string;
  style?: string;
  revisedPrompt?: string;
  /** The parameters of an imported picture, as the older system kept them. */
  older?: unknown;
  /** What the older system said of its size, where that names no width and height. */
  olderSize?: string;
};

export const wallpapers = pgTable(
  'wallpapers',
  {
    id: uuid('id').primaryKey().$defaultFn(newId),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    prompt: text('prompt').notNull(),
    model: text('model').notNull(),
    params: jsonb('params').$type<WallpaperParams>().notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    orientation: orientation('orientation')
      .notNull()
      .generatedAlwaysAs(
        (): SQL =>
          sql`case when width > height then 'landscape'::orientation when width < height then 'portrait'::orientation else 'square'::orientation end`,
      ),
    visibility: visibility('visibility').notNull(),
    /** The picture as the image service sent it: its storage key, bytes and type. */
    originalKey: text('original_key').$type<ObjectKey>().notNull(),
    /** 0 while the picture has not come: an import lists rows first when it is told to. */
    originalBytes: bigint('original_bytes', { mode: 'number' }).notNull(),
    originalType: text('original_type').notNull(),
    /** base64 */
    thumbhash: text('thumbhash').notNull(),
    /** `#rrggbb` */
    color: char('color', { length: 7 }).notNull(),
    /** Names out of the fixed palette, the largest share first. */
    palette: text('palette').array().notNull(),
    /** The prompt's words and two-character pieces, for the search. */
    tokens: text('tokens')
      .array()
      .notNull()
      .generatedAlwaysAs((): SQL => sql`search_tokens(prompt)`),
    likeCount: integer('like_count').notNull().default(0),
    /** Grows with the time of each like, so that it never has to be decayed; see docs/decisions. */
    score: doublePrecision('score').notNull(),
    remixOf: uuid('remix_of'),
    createdAt: moment('created_at').notNull().defaultNow(),
    deletedAt: moment('deleted_at'),
  },
  (t) => [
    check('wallpapers_size_positive', sql`${t.width} > 0 and ${t.height} > 0`),
    check('wallpapers_like_count_not_negative', sql`${t.likeCount} >= 0`),
    check('wallpapers_color_hex', sql`${t.color} ~ '^#[0-9a-f]{6}$'`),
    // What anyone may see, in both orders; read backwards for newest first.
    index('wallpapers_newest')
      .on(t.createdAt, t.id)
      .where(sql`visibility = 'public' and deleted_at is null`),
    index('wallpapers_popular')
      .on(t.score, t.id)
      .where(sql`visibility = 'public' and deleted_at is null`),
    // Everything the gallery is searched and filtered by; see docs/decisions. Without a list of
    // pending entries, which every search would have to read through.
    index('wallpapers_terms')
      .using(
        'gin',
        sql`gallery_terms(prompt, tokens, creator_id, model, width, height, palette, created_at, score)`,
      )
      .with({ fastupdate: false })
      .where(sql`visibility = 'public' and deleted_at is null`),
    index('wallpapers_shape')
      .on(sql`picture_shape(width, height)`)
      .where(sql`visibility = 'public' and deleted_at is null`),
    index('wallpapers_creator').on(t.creatorId, t.createdAt, t.id),
    index('wallpapers_remix').on(t.remixOf).where(sql`remix_of is not null`),
    index('wallpapers_deleted').on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
);

/** The files that a page shows of a wallpaper, all made from its original. */
export const derivatives = pgTable(
  'derivatives',
  {
    wallpaperId: uuid('wallpaper_id')
      .notNull()
      .references(() => wallpapers.id, { onDelete: 'cascade' }),
    format: text('format').$type<'webp' | 'avif'>().notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    key: text('key').$type<ObjectKey>().notNull(),
    bytes: integer('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.wallpaperId, t.format, t.width] })],
);

export const likes = pgTable(
  'likes',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    wallpaperId: uuid('wallpaper_id')
      .notNull()
      .references(() => wallpapers.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.wallpaperId] }),
    index('likes_wallpaper').on(t.wallpaperId),
    index('likes_user_newest').on(t.userId, t.createdAt, t.wallpaperId),
  ],
);

/** The point of a wallpaper that somebody wants in the middle of their screens; 0..1 from the left and the top. */
export const focalPoints = pgTable(
  'focal_points',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    wallpaperId: uuid('wallpaper_id')
      .notNull()
      .references(() => wallpapers.id, { onDelete: 'cascade' }),
    x: real('x').notNull(),
    y: real('y').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.wallpaperId] }),
    index('focal_points_wallpaper').on(t.wallpaperId),
    check('focal_points_inside', sql`${t.x} between 0 and 1 and ${t.y} between 0 and 1`),
  ],
);

/** Exact numbers of public wallpapers, kept in the transaction that changes them: `all`, or a creator's id. */
export const counters = pgTable(
  'counters',
  {
    scope: text('scope').primaryKey(),
    value: bigint('value', { mode: 'number' }).notNull(),
  },
  (t) => [check('counters_not_negative', sql`${t.value} >= 0`)],
);

/**
 * Objects that nothing should point to any more, written down before they are in anyone's way: what
 * an interrupted move or deletion leaves behind is found here and removed.
 */
export const garbage = pgTable(
  'garbage',
  {
    key: text('key').$type<ObjectKey>().primaryKey(),
    /** Not a foreign key: the row may be gone before its bytes. */
    ownerId: uuid('owner_id').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Not removed before this: a copy that is being made has ten minutes to become somebody's. */
    dueAt: moment('due_at').notNull().default(sql`now() + interval '10 minutes'`),
  },
  (t) => [index('garbage_due').on(t.dueAt)],
);
