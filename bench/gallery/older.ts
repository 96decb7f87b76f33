import type { Sql } from '@easel/db';

/** The older system's two tables, with no index but its keys, holding the same rows as ours. */
export async function copyToOlder(sql: Sql): Promise<void> {
  await sql`create schema older`;
  await sql`create table older.users (id serial primary key, email varchar(255) unique not null,
    nickname varchar(255), avatar_url varchar(255), created_at timestamptz)`;
  await sql`create table older.wallpapers (id serial primary key, user_email varchar(255) not null,
    img_description text, img_size varchar(255), img_url text, llm_name varchar(100), llm_params json,
    created_at timestamptz)`;
  await sql`insert into older.users (email, nickname, avatar_url, created_at)
    select id || '@example.com', name, 'https://example.com/' || id, created_at from users`;
  await sql`insert into older.wallpapers (user_email, img_description, img_size, img_url, llm_name, llm_params, created_at)
    select creator_id || '@example.com', prompt, width || 'x' || height, 'https://example.com/' || id, model,
      params::json, created_at from wallpapers order by created_at`;
  await sql`analyze older.users, older.wallpapers`;
}

/** Its queries: the page's own, and what one would write on these tables for what it did not have. */
export function olderQueries(sql: Sql) {
  const page = (offset: number, where = sql`true`) =>
    sql`select w.*, u.email, u.nickname, u.avatar_url from older.wallpapers w
      left join older.users u on w.user_email = u.email
      where ${where} order by w.created_at desc limit 24 offset ${offset}`;
  return {
    page,
    count: () => sql`select count(1) from older.wallpapers`,
    word: (word: string) => page(0, sql`w.img_description ilike ${`%${word}%`}`),
    size: (size: string) => page(0, sql`w.img_size = ${size}`),
    model: (model: string) => page(0, sql`w.llm_name = ${model}`),
  };
}
