import { openDb, type Sql } from '@easel/db';

/** Why an import cannot be done, as one sentence for the person at the terminal. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

export type OlderPerson = {
  email: string | null;
  nickname: string | null;
  avatarUrl: string | null;
  createdAt: Date | null;
};

export type OlderPicture = {
  id: bigint;
  email: string | null;
  prompt: string | null;
  size: string | null;
  address: string | null;
  model: string | null;
  params: unknown;
  createdAt: Date | null;
};

type Column = { name: string; type: string; standard: string | null };
type Table = { from: string; columns: Map<string, Column> };

/** An older system's database, open for reading. */
export type Older = {
  sql: Sql;
  /** Host, database and schema. */
  name: string;
  pictures: Table;
  people: Table | null;
  /** The address that rows have which were given none. */
  standardAddress: string | null;
  close: () => Promise<void>;
};

/**
 * Opens the older system's database and finds its tables, with whatever columns they have. Throws
 * `ImportError` when it does not answer or has none.
 */
export async function openOlder(url: string, schema?: string): Promise<Older> {
  if (!isAddress(url))
    throw new ImportError(
      '--from must be an address that starts with postgres://, with %23 for # and %25 for % in a password.',
    );
  const { sql, close } = openDb(plainAddress(url), { max: 2, name: 'easel import' });
  try {
    const tables = await findTables(sql, schema);
    const { host, pathname } = new URL(url);
    const address = tables.pictures.columns.get('user_email')?.standard;
    return {
      sql,
      name: `${host}${pathname} (${tables.schema})`,
      pictures: tables.pictures,
      people: tables.people,
      standardAddress: /^'(.*)'::/.exec(address ?? '')?.[1]?.replaceAll("''", "'") ?? null,
      close,
    };
  } catch (error) {
    await close();
    if (error instanceof ImportError) throw error;
    const reason = error instanceof Error ? error.message || error.name : 'it does not answer';
    throw new ImportError(`The older system's database cannot be read: ${reason}.`);
  }
}

function isAddress(url: string): boolean {
  try {
    // As the driver does, later.
    decodeURIComponent(url);
    return /^postgres(ql)?:$/.test(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** Without what other clients are told in an address (`pgbouncer=true`): the server would refuse it. */
function plainAddress(url: string): string {
  const address = new URL(url);
  for (const name of [...address.searchParams.keys()])
    if (!['sslmode', 'ssl', 'host', 'port'].includes(name)) address.searchParams.delete(name);
  return address.href;
}

async function findTables(sql: Sql, wanted: string | undefined) {
  const rows = await sql<(Column & { schema: string; table: string })[]>`
    select n.nspname as schema, c.relname as table, a.attname as name, t.typname as type,
      pg_get_expr(d.adbin, d.adrelid) as standard
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relname in ('users', 'wallpapers') and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and n.nspname not in ('pg_catalog', 'information_schema')
      and (${wanted ?? null}::text is null or n.nspname = ${wanted ?? null})`;
  const tableOf = (schema: string, table: string): Table => ({
    from: `${quoted(schema)}.${quoted(table)}`,
    columns: new Map(
      rows
        .filter((row) => row.schema === schema && row.table === table)
        .map((row) => [row.name, row]),
    ),
  });
  const schemas = [...new Set(rows.map((row) => row.schema))].filter((schema) => {
    const { columns } = tableOf(schema, 'wallpapers');
    // A table of that name in this project's own form is none of the older system's.
    return columns.has('img_url') || columns.has('img_description');
  });
  const schema = schemas.includes('public') ? 'public' : schemas[0];
  if (schema === undefined)
    throw new ImportError(
      'The older system has no table wallpapers with img_url or img_description there.',
    );
  if (schemas.length > 1 && schema !== 'public')
    throw new ImportError(`Choose one with --schema: ${schemas.join(', ')}.`);
  const pictures = tableOf(schema, 'wallpapers');
  const idType = pictures.columns.get('id')?.type ?? 'missing';
  if (!['int2', 'int4', 'int8'].includes(idType))
    throw new ImportError(`The column wallpapers.id must be a whole number; it is ${idType}.`);
  const people = tableOf(schema, 'users');
  return { schema, pictures, people: people.columns.has('email') ? people : null };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function textOf({ columns }: Table, name: string): string {
  return columns.has(name) ? `${quoted(name)}::text` : 'null::text';
}

/** Milliseconds since 1970 as a number where the column is a time, else its text. Without a zone: UTC. */
function timeOf(table: Table, name: string): string {
  const type = table.columns.get(name)?.type;
  const since = (time: string) => `(floor(extract(epoch from ${time}) * 1000))::text`;
  if (type === 'timestamptz') return since(quoted(name));
  if (type === 'timestamp' || type === 'date')
    return since(`(${quoted(name)}::timestamp at time zone 'UTC')`);
  return textOf(table, name);
}

function dateOf(text: string | null): Date | null {
  if (text === null || text.trim() === '') return null;
  // A text without a zone would else be read differently wherever this runs.
  const [, day, time] = /^\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::[\d.]+)?)\s*$/.exec(text) ?? [];
  const told = day ? `${day}T${time}Z` : text;
  const ms = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(told);
  // Nothing was painted before 1970, and no id or score is made for it.
  return ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms) : null;
}

/** How many pictures there are, and how many people have any. */
export async function countOlder({ sql, pictures, people }: Older) {
  const creators = pictures.columns.has('user_email') ? 'count(distinct lower(user_email))' : '0';
  const [row] = await sql.unsafe<{ pictures: number; creators: number }[]>(
    `select count(*)::float8 as pictures, ${creators}::float8 as creators from ${pictures.from}`,
  );
  const [listed] = people
    ? await sql.unsafe<{ people: number }[]>(
        `select count(*)::float8 as people from ${people.from}`,
      )
    : [];
  return {
    pictures: row?.pictures ?? 0,
    people: Math.max(row?.creators ?? 0, listed?.people ?? 0),
  };
}

/** Pages of pictures in the order of their ids; the next is read while one is worked on. */
export async function* readPictures(
  { sql, pictures }: Older,
  pageSize: number,
): AsyncGenerator<OlderPicture[]> {
  const fields = `"id"::text as older_id, ${textOf(pictures, 'user_email')} as email,
    ${textOf(pictures, 'img_description')} as prompt, ${textOf(pictures, 'img_size')} as size,
    ${textOf(pictures, 'img_url')} as address, ${textOf(pictures, 'llm_name')} as model,
    ${textOf(pictures, 'llm_params')} as params, ${timeOf(pictures, 'created_at')} as created_at`;
  const read = async (after: bigint) => {
    const rows = await sql.unsafe<Record<string, string | null>[]>(
      `select ${fields} from ${pictures.from} where "id" > $1::bigint order by "id" limit $2`,
      [after.toString(), pageSize],
    );
    return rows.map(pictureOf);
  };
  let next = read(-(2n ** 63n));
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (!last) return;
    next = read(last.id);
    // Whoever stops reading never asks for it.
    next.catch(() => {});
    yield page;
  }
}

/** The pictures of these ids that there are. */
export async function pickPictures(older: Older, ids: string[] | 'first'): Promise<OlderPicture[]> {
  const { sql, pictures } = older;
  const rows = await sql.unsafe<Record<string, string | null>[]>(
    `select "id"::text as older_id, ${textOf(pictures, 'img_description')} as prompt,
      ${timeOf(pictures, 'created_at')} as created_at from ${pictures.from}
     ${ids === 'first' ? 'order by "id" limit 16' : 'where "id" = any($1::bigint[])'}`,
    ids === 'first' ? [] : [`{${ids.join(',')}}`],
  );
  return rows.map(pictureOf);
}

function pictureOf(row: Record<string, string | null>): OlderPicture {
  return {
    id: BigInt(row.older_id ?? 0),
    email: row.email ?? null,
    prompt: row.prompt ?? null,
    size: row.size ?? null,
    address: row.address?.trim() || null,
    model: row.model ?? null,
    params: paramsOf(row.params ?? null),
    createdAt: dateOf(row.created_at ?? null),
  };
}

function paramsOf(text: string | null): unknown {
  if (text === null) return null;
  try {
    // jsonb takes neither of what json does: a zero character, half a pair.
    const plain = (part: string) => part.toWellFormed().replaceAll('\0', '');
    return JSON.parse(withDigitsKept(text), (_, value) => {
      if (typeof value === 'string') return plain(value);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [plain(key), part]));
    });
  } catch {
    return text;
  }
}

/** JSON in which whole numbers that JavaScript would round are texts. */
function withDigitsKept(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
}

/** Pages of people, in the order of their keys. None when there is no such table. */
export async function* readPeople(
  { sql, people }: Older,
  pageSize: number,
): AsyncGenerator<OlderPerson[]> {
  if (!people) return;
  const key = people.columns.get('id') ?? people.columns.get('email');
  if (!key) return;
  const name = quoted(key.name);
  const fields = `${name}::text as key, ${textOf(people, 'email')} as email,
    ${textOf(people, 'nickname')} as nickname, ${textOf(people, 'avatar_url')} as avatar,
    ${timeOf(people, 'created_at')} as created_at`;
  for (let after: string | null = null; ; ) {
    const rows: Record<string, string | null>[] = await sql.unsafe(
      `select ${fields} from ${people.from}
       where ${name} is not null ${after === null ? '' : `and ${name} > $2::${key.type}`}
       order by ${name} limit $1`,
      after === null ? [pageSize] : [pageSize, after],
    );
    if (rows.length === 0) return;
    after = rows.at(-1)?.key ?? null;
    yield rows.map((row) => ({
      email: row.email ?? null,
      nickname: row.nickname ?? null,
      avatarUrl: row.avatar ?? null,
      createdAt: dateOf(row.created_at ?? null),
    }));
  }
}
