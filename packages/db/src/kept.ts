import type { Db, Sql } from './client.ts';

/**
 * A statement for what is asked all the time: built once for each client and `shape`, and kept by the
 * server with its plan. `build` has to end in `.prepare(…)`, and to leave to placeholders whatever is
 * not in the shape. Not for use inside a transaction.
 */
export function keptStatement<Shape extends readonly (string | number)[], Statement>(
  build: (db: Db, ...shape: Shape) => Statement,
): (db: Db, ...shape: Shape) => Statement {
  const clients = new WeakMap<Db, Map<string, Statement>>();
  return (db, ...shape) => {
    const built = clients.get(db) ?? new Map<string, Statement>();
    if (!clients.has(db)) {
      clients.set(db, built);
      keepPlans(db.$client).catch(() => clients.delete(db));
    }
    const key = shape.join(' ');
    const statement = built.get(key) ?? build(db, ...shape);
    built.set(key, statement);
    return statement;
  };
}

/**
 * Has the server keep statements, where every query of a connection goes to one and the same. A pooler
 * may send each to another, which would not know them; it is told by the process id that it makes up.
 */
async function keepPlans(client: Sql): Promise<void> {
  const answer = await client`select pg_backend_pid() as pid`;
  // Read anew for each query.
  client.options.prepare = answer[0]?.pid === answer.state.pid;
}
