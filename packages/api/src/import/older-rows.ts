import { ImportError, type Older, quoted, type Table } from './older-tables.ts';

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

/** Longer ones are pictures written out (`data:`), two hundred of which would fill the memory. */
const LONGEST_ADDRESS = 8192;

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

/** How many pictures there are, and how many people have any. Throws `ImportError` when rows share an id. */
export async function countOlder({ read, pictures, people }: Older) {
  const [row] = await read(
    `select count(*)::text as pictures, count(distinct "id")::text as ids,
      count(distinct lower(btrim(${textOf(pictures, 'user_email')})))::text as creators from ${pictures.from}`,
  );
  const [listed] = people
    ? await read(
        `select count(distinct lower(btrim(${textOf(people, 'email')})))::text as people from ${people.from}`,
      )
    : [];
  const [count, odd] = [Number(row?.pictures), Number(row?.pictures) - Number(row?.ids)];
  if (odd > 0)
    throw new ImportError(`Rows of wallpapers without an id of their own: ${odd}. Each needs one.`);
  return {
    pictures: count,
    people: Math.max(Number(row?.creators), Number(listed?.people ?? 0)),
  };
}

/** Pages of pictures in the order of their ids; the next is read while one is worked on. */
export async function* readPictures(
  { read, pictures }: Older,
  pageSize: number,
): AsyncGenerator<OlderPicture[]> {
  const fields = `"id"::text as older_id, ${textOf(pictures, 'user_email')} as email,
    ${textOf(pictures, 'img_description')} as prompt, ${textOf(pictures, 'img_size')} as size,
    left(${textOf(pictures, 'img_url')}, ${LONGEST_ADDRESS}) as address, ${textOf(pictures, 'llm_name')} as model,
    ${textOf(pictures, 'llm_params')} as params, ${timeOf(pictures, 'created_at')} as created_at`;
  const readAfter = async (after: bigint) => {
    const rows = await read(
      `select ${fields} from ${pictures.from} where "id" > $1::bigint order by "id" limit $2`,
      [after.toString(), pageSize],
    );
    return rows.map(pictureOf);
  };
  let next = readAfter(-(2n ** 63n));
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (!last) return;
    next = readAfter(last.id);
    // Whoever stops reading never asks for it.
    next.catch(() => {});
    yield page;
  }
}

/** The pictures of these ids that there are. */
export async function pickPictures(older: Older, ids: string[] | 'first'): Promise<OlderPicture[]> {
  const { read, pictures } = older;
  const rows = await read(
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

/** JSON in which whole numbers that JavaScript would round, and those too large for it, are texts. */
function withDigitsKept(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(\.\d+)?([eE][+-]?\d+)?/g, (token) => {
    const isKept = /^-?\d+$/.test(token)
      ? Number.isSafeInteger(Number(token))
      : token.startsWith('"') || Number.isFinite(Number(token));
    return isKept ? token : `"${token}"`;
  });
}

/** Pages of people, in the order of their keys. None when there is no such table. */
export async function* readPeople(
  { read, people }: Older,
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
    const rows = await read(
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
