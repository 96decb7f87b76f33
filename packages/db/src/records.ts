import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/**
 * Rows for `insert(table).select(…)` as one JSON value, with every column that is not generated: for
 * hundreds of rows, a placeholder for each field takes longer to build than the rows to insert.
 */
export function recordsOf<Table extends PgTable>(
  table: Table,
  rows: Required<Table['$inferInsert']>[],
): SQL {
  const columns = Object.entries(getTableColumns(table)).filter(([, { generated }]) => !generated);
  const records = rows.map((row) => {
    const fields = new Map(Object.entries(row));
    return Object.fromEntries(columns.map(([key, { name }]) => [name, fields.get(key)]));
  });
  const json = JSON.stringify(records, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const names = columns.map(([, { name }]) => sql.identifier(name));
  return sql`select ${sql.join(names, sql`, `)} from json_populate_recordset(null::${table}, ${json}::json)`;
}
