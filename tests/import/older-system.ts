import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/** The older system's own tables. */
const DDL = `
  create table users (
    id serial primary key, email varchar(255) unique not null, nickname varchar(255),
    avatar_url varchar(255), created_at timestamptz);
  create table wallpapers (
    id serial primary key, user_email varchar(255) not null, img_description text,
    img_size varchar(255), img_url text, llm_name varchar(100), llm_params json,
    created_at timestamptz)`;

/** A second database with the older system's tables, empty. */
export async function openOlderSystem(ddl = DDL) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL names no server: run this with vitest.');
  const name = `easel_older_${randomBytes(6).toString('hex')}`;
  const at = (database: string) => {
    const url = new URL(server);
    url.pathname = `/${database}`;
    return url.href;
  };
  const admin = postgres(at('postgres'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const sql = postgres(at(name), { max: 2, onnotice: () => {} });
  await sql.unsafe(ddl);
  return {
    url: at(name),
    sql,
    async [Symbol.asyncDispose]() {
      await sql.end();
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}

/** What the addresses of every fifth row lead to. */
const TROUBLE = ['gone', 'forbidden', 'busy', 'cut', 'text', 'to-private', 'short', 'hang'];

/** Adds people, and the pictures `from` to `to` of theirs, of which the host fails every fifth. */
export async function fillOlderSystem(sql: postgres.Sql, host: string, from: number, to: number) {
  for (const n of [1, 2, 3])
    await sql`insert into users (email, nickname, created_at)
      values (${`person${n}@example.com`}, ${n === 3 ? 'Person3' : `Person No ${n}`}, '2024-01-01')
      on conflict do nothing`;
  const rows = Array.from({ length: to - from + 1 }, (_, index) => {
    const n = from + index;
    const kind = n % 5 === 0 ? (TROUBLE[n / 5 - 1] ?? 'good') : 'good';
    return {
      user_email: n % 9 === 0 ? '[email protected]' : `Person${1 + (n % 4)}@example.com`,
      img_description: `picture number ${n}`,
      img_size: n % 11 === 0 ? 'large' : '1792x1024',
      img_url: `${host}/${kind}/${n}.png?token=secret`,
      llm_name: 'dall-e-3',
      llm_params: sql.json({ n: 1, quality: 'hd', style: 'natural' }),
      created_at: n % 13 === 0 ? null : new Date(Date.UTC(2024, 0, 1, 0, 0, n)),
    };
  });
  await sql`insert into wallpapers ${sql(rows)}`;
}
