import { openDb, type Sql } from '@easel/db';
import { plainAddress } from '../database-address.ts';
import { untilAborted } from '../until-aborted.ts';

/** For a first answer: a database that sleeps may take some seconds to wake. */
const OPEN_MS = 30_000;

/** Why an import cannot be done, as one sentence for the person at the terminal. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

type Column = { name: string; type: string; standard: string | null };
export type Table = { from: string; columns: Map<string, Column> };

type Read = (
  query: string,
  values?: (string | number)[],
) => Promise<Record<string, string | null>[]>;

/** An older system's database, open for reading. */
export type Older = {
  /** Rows of a query, its values as texts. Throws `ImportError`, and the signal's reason. */
  read: Read;
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
 * `ImportError` when it does not answer or has none, and the signal's reason.
 */
export async function openOlder(
  url: string,
  schema: string | undefined,
  signal: AbortSignal,
): Promise<Older> {
  if (!isAddress(url))
    throw new ImportError(
      '--from must be an address that starts with postgres://, with %23 for # and %25 for % in a password.',
    );
  const { sql, close } = openDb(plainAddress(url), { max: 2, name: 'easel import' });
  try {
    // The driver tries for ever where something takes connections and closes them, as a tunnel does.
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(OPEN_MS)]);
    const tables = await untilAborted(findTables(sql, schema), deadline);
    const { host, pathname } = new URL(url);
    const address = tables.pictures.columns.get('user_email')?.standard;
    return {
      read: (query, values) =>
        untilAborted(sql.unsafe(query, values), signal).catch((error) => unreadable(error, signal)),
      name: `${host}${pathname} (${tables.schema})`,
      pictures: tables.pictures,
      people: tables.people,
      standardAddress: /^'(.*)'::/.exec(address ?? '')?.[1]?.replaceAll("''", "'") ?? null,
      close,
    };
  } catch (error) {
    await close();
    unreadable(error, signal);
  }
}

function unreadable(error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted();
  if (error instanceof ImportError) throw error;
  const said = error instanceof Error && error.name !== 'TimeoutError' ? error.message : '';
  const reason = said || 'it does not answer';
  throw new ImportError(`The older system's database cannot be read: ${reason}.`);
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

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
