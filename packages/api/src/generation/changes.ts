import { randomUUID } from 'node:crypto';
import { openDb, type Sql } from '@easel/db';
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Log } from '../log.ts';

/** Where changes are announced: a generation's id when it changed, a session's fingerprint when it ended. */
export const CHANGES_CHANNEL = 'changes';

/** What announces an id in a statement. It is delivered at the commit, and not at all without one. */
export function told(id: SQLWrapper | string): SQL<string> {
  return sql`pg_notify(${CHANGES_CHANNEL}, ${id}::text)`;
}

/** Wakes those who wait for something to change. One connection serves a whole process. */
export type Changes = {
  /**
   * Calls `wake` whenever the row with this id may have changed. Returns the way to stop. Where
   * NOTIFY does not come through it is called every two seconds instead.
   */
  on(id: string, wake: () => void): () => void;
  close(): Promise<void>;
};

const POLL_MS = 2000;
const PROBE_MS = 3000;

/** Listens on `directUrl` from the first subscriber on; `pooled` is the connection that writers use. */
export function openChanges(directUrl: string, pooled: Sql, log: Log): Changes {
  const waiting = new Map<string, Set<() => void>>();
  let listener: Sql | null = null;
  let polling: NodeJS.Timeout | null = null;

  const wakeAll = () => {
    for (const wakes of waiting.values()) for (const wake of wakes) wake();
  };
  const poll = () => {
    polling ??= setInterval(wakeAll, POLL_MS).unref();
  };
  const stopPolling = () => {
    if (polling) clearInterval(polling);
    polling = null;
  };

  async function listen(): Promise<void> {
    const { sql: client } = openDb(directUrl, { max: 1, name: 'easel changes' });
    listener = client;
    // A pooler in transaction mode accepts LISTEN and then delivers nothing, so it is tried out.
    const probe = randomUUID();
    const overdue = setTimeout(() => {
      log.warn('NOTIFY does not arrive (a pooler?): changes are polled. Set DATABASE_DIRECT_URL.');
      poll();
    }, PROBE_MS).unref();
    const arrived = () => {
      clearTimeout(overdue);
      stopPolling();
    };
    await client.listen(
      CHANGES_CHANNEL,
      (id) => {
        if (id === probe) arrived();
        else for (const wake of waiting.get(id) ?? []) wake();
      },
      // Also called after a lost connection came back: what was announced meanwhile was missed.
      wakeAll,
    );
    await pooled`select pg_notify(${CHANGES_CHANNEL}, ${probe})`;
  }

  function start(): void {
    listen().catch((error: unknown) => {
      log.warn({ err: error }, 'Cannot listen for changes: polling, and trying again.');
      poll();
      const failed = listener;
      setTimeout(() => {
        void failed?.end({ timeout: 1 }).catch(() => {});
        if (listener === failed) start();
      }, 5000).unref();
    });
  }

  return {
    on(id, wake) {
      if (!listener) start();
      const wakes = waiting.get(id) ?? new Set();
      waiting.set(id, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) waiting.delete(id);
      };
    },
    async close() {
      stopPolling();
      const open = listener;
      listener = null;
      await open?.end({ timeout: 1 });
    },
  };
}
