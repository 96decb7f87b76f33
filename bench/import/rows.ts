import type { Sql } from '@easel/db';

const SUBJECTS = ['lake', 'harbor', 'forest', 'desert', 'city', 'galaxy', '山脉', '银河', '灯塔'];
const MANNERS = ['misty', 'golden', 'quiet', 'neon', 'frozen', '宁静的', '古老的', '星空下的'];
const STYLES = ['watercolor', 'ink wash', 'low poly', 'vector', '水墨', '油画', 'pixel art'];

/** The older system's tables in a schema of their own, filled with rows that depend on their number alone. */
export async function fillOlder(sql: Sql, rows: number, people: number): Promise<void> {
  await sql.unsafe(`
    create schema older;
    create table older.users (
      id serial primary key, email varchar(255) unique not null, nickname varchar(255),
      avatar_url varchar(255), created_at timestamptz);
    create table older.wallpapers (
      id serial primary key, user_email varchar(255) not null, img_description text,
      img_size varchar(255), img_url text, llm_name varchar(100), llm_params json,
      created_at timestamptz);
    create function older.pick(n int, salt int, words text[]) returns text language sql immutable
      as 'select words[1 + (hashint4(n * 31 + salt) & 2147483647) % cardinality(words)]'`);
  await sql`insert into older.users (email, nickname, created_at)
    select 'person' || n || '@example.com', 'Person No ' || n,
      timestamptz '2023-12-01Z' + n * interval '1 second'
    from generate_series(1, ${people}::int) n`;
  await sql`insert into older.wallpapers
      (user_email, img_description, img_size, img_url, llm_name, llm_params, created_at)
    select
      'person' || 1 + (hashint4(n) & 2147483647)::bigint % ${people}::int || '@example.com',
      concat_ws(' ', older.pick(n, 1, ${STYLES}), older.pick(n, 2, ${MANNERS}),
        older.pick(n, 3, ${SUBJECTS}), older.pick(n, 4, ${MANNERS}), older.pick(n, 5, ${SUBJECTS}),
        'number', n % 5000),
      older.pick(n, 6, array['1792x1024', '1792x1024', '1024x1792', '1024x1024']),
      'https://pictures.example.com/' || n || '.png', 'dall-e-3',
      '{"model":"dall-e-3","n":1,"quality":"hd","style":"natural"}',
      timestamptz '2024-01-01Z' + n * interval '20 seconds'
    from generate_series(1, ${rows}::int) n`;
  await sql`analyze`;
}

/** The same rows in the same table with all its indexes, by the database alone. */
export async function copyPlainly(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into users (id, name, email, created_at)
      select gen_random_uuid(), nickname, email, created_at from older.users`;
    await tx`insert into wallpapers
        (id, creator_id, prompt, model, params, width, height, visibility, original_key,
         original_bytes, original_type, thumbhash, color, palette, score, created_at)
      select gen_random_uuid(), u.id, w.img_description, w.llm_name, w.llm_params,
        split_part(w.img_size, 'x', 1)::int, split_part(w.img_size, 'x', 2)::int, 'public',
        'private/' || w.id || '/a.png', 0, 'image/png', 'abc', '#aabbcc', '{blue}',
        extract(epoch from w.created_at) / 604800, w.created_at
      from older.wallpapers w join users u on u.email = w.user_email`;
    await tx`insert into counters
      select creator_id::text, count(*) from wallpapers group by 1
      union all select 'all', count(*) from wallpapers`;
  });
}

/** Empties the tables again. */
export async function forget(sql: Sql): Promise<void> {
  await sql`truncate users, wallpapers, counters cascade`;
  await sql`checkpoint`;
}
