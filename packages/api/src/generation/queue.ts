import { type Db, generations, type Transaction } from '@easel/db';
import { notInArray, sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { ENDED } from '../contract.ts';
import { addressForPg } from '../database-address.ts';
import type { Log } from '../log.ts';
import { SUPERVISE_EVERY_MS, superviseFairly } from './supervise.ts';

/** What waits to be done. A job only names a row; the row says what is left to do. */
type JobName = 'generation' | 'derive' | 'moved' | 'avatar' | 'removal';
type Task = { id: string };

export type Queue = {
  /** Enqueues inside the caller's transaction: no row without its job, no job without its row. */
  push(tx: Db | Transaction, name: JobName, id: string, startAfter?: Date): Promise<void>;
  /** Takes a row's waiting job out of the queue. */
  remove(tx: Transaction, name: JobName, id: string): Promise<void>;
  /** True while a job for this row waits or runs. */
  has(name: JobName, id: string): Promise<boolean>;
  /** Takes out waiting jobs of generations that have ended or are gone. Returns the generations' ids. */
  removeEnded(db: Db): Promise<string[]>;
  /** How many jobs wait, by name. */
  depth(): Promise<{ name: string; waiting: number }[]>;
  /** Throws unless the queue's tables are there and answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};

const DEAD: Record<JobName, string> = {
  generation: 'generation-dead',
  derive: 'derive-dead',
  moved: 'moved-dead',
  avatar: 'avatar-dead',
  removal: 'removal-dead',
};

/** Makes or updates the queue's tables. Needs an unpooled address; safe to run from several processes. */
export async function migrateQueue(url: string, timeoutMs: number): Promise<void> {
  const boss = new PgBoss({
    connectionString: addressForPg(url),
    max: 2,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  try {
    for (const name of Object.values(DEAD)) await boss.createQueue(name);
    for (const [name, dead] of Object.entries(DEAD)) {
      const settings = {
        deadLetter: dead,
        // The service's time, then fetching and storing what it made.
        expireInSeconds: Math.ceil(timeoutMs / 1000) + 300,
        heartbeatSeconds: 10,
        // Jobs fail only when something unforeseen does: the database, a crash, a defect.
        retryLimit: 8,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 60,
        deleteAfterSeconds: 24 * 3600,
        notify: true,
      };
      await boss.createQueue(name, settings);
      await boss.updateQueue(name, settings);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** What the rest of the product may do with pg-boss; `ready` gives it once it has started. */
function queueOn(boss: PgBoss, ready: () => Promise<PgBoss>): Queue {
  return {
    async push(tx, name, id, startAfter) {
      const queue = await ready();
      await queue.send(name, { id } satisfies Task, {
        singletonKey: id,
        db: fromDrizzle(tx, sql),
        ...(startAfter && { startAfter }),
      });
    },
    async remove(tx, name, id) {
      const queue = await ready();
      const waiting = await queue.findJobs<Task>(name, {
        key: id,
        queued: true,
        db: fromDrizzle(tx, sql),
      });
      if (waiting.length > 0)
        await queue.cancel(
          name,
          waiting.map((job) => job.id),
          { db: fromDrizzle(tx, sql) },
        );
    },
    async has(name, id) {
      const queue = await ready();
      const jobs = await queue.findJobs<Task>(name, { key: id });
      return jobs.some((job) => ['created', 'retry', 'active'].includes(job.state));
    },
    async removeEnded(db) {
      const queue = await ready();
      const open = sql`select 1 from ${generations} where ${generations.id} = (job.data->>'id')::uuid and ${notInArray(generations.status, [...ENDED])}`;
      const idle = await db.execute<{ job: string; id: string }>(
        sql`select job.id as job, job.data->>'id' as id from pgboss.job job
          where job.name = 'generation' and job.state in ('created', 'retry') and not exists (${open})
          limit 500`,
      );
      if (idle.length === 0) return [];
      await queue.cancel(
        'generation',
        idle.map(({ job }) => job),
      );
      return idle.map(({ id }) => id);
    },
    async depth() {
      const queue = await ready();
      const { rows } = await queue
        .getDb()
        .executeSql(
          `select name, count(*)::int from pgboss.job where state < 'active' group by name`,
        );
      const counted = new Map(rows.map(({ name, count }) => [name, Number(count)]));
      return Object.keys(DEAD).map((name) => ({ name, waiting: counted.get(name) ?? 0 }));
    },
    async check() {
      const queue = await ready();
      if ((await queue.schemaVersion()) === null) throw new Error('The queue has no tables yet.');
    },
    close: () => boss.stop({ graceful: false }),
  };
}

/** A job carries the trace of whoever asked for it, when there is one. */
const TELEMETRY = { propagateContext: true };

/** The queue as the web process uses it: it enqueues and looks, and runs nothing. */
export function openQueue(url: string, log: Log): Queue {
  const boss = new PgBoss({
    connectionString: addressForPg(url),
    max: 2,
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
    openTelemetry: TELEMETRY,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'queue'));
  let starting: Promise<PgBoss> | null = null;
  return queueOn(boss, () => {
    starting ??= boss.start().catch((error: unknown) => {
      // The database may be back at the next call.
      starting = null;
      throw error;
    });
    return starting;
  });
}

const WORKING = {
  /** NOTIFY wakes the workers; where it does not come through they look this often. */
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 2,
  heartbeatRefreshSeconds: 2,
};

export type Handlers = Record<JobName, (id: string, signal: AbortSignal) => Promise<void>> & {
  /** A job that failed for the last time. */
  abandoned: (name: JobName, id: string) => Promise<void>;
};

/** The queue as a worker runs it. `stop` claims nothing more and waits for what runs. */
export async function runQueue(
  url: string,
  log: Log,
  concurrency: number,
  handlers: Handlers,
): Promise<Queue & { stop(graceMs: number): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: addressForPg(url),
    application_name: 'easel worker queue',
    max: 4,
    schedule: false,
    migrate: false,
    createSchema: false,
    openTelemetry: TELEMETRY,
    useListenNotify: true,
    // That is done below.
    supervise: false,
    monitorIntervalSeconds: SUPERVISE_EVERY_MS / 1000,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'queue'));
  boss.on('warning', (warning) => log.debug({ warning }, 'queue'));
  await boss.start({ attempts: 10 });
  const work = async (name: string, run: (id: string, signal: AbortSignal) => Promise<void>) => {
    const worker: string = await boss.work<Task>(name, WORKING, async (jobs) => {
      try {
        for (const job of jobs) await run(job.data.id, job.signal);
      } catch (error) {
        log.error({ err: error, job: name, ids: jobs.map(({ data }) => data.id) }, 'a job failed');
        // The queue keeps in its table what it is handed, secrets and all.
        throw new Error('The log has the cause.');
      } finally {
        // Others may wait; left alone it would look for them at the next poll only.
        boss.notifyWorker(worker);
      }
    });
  };
  for (let n = 0; n < concurrency; n += 1) await work('generation', handlers.generation);
  const quiet = ['derive', 'moved', 'avatar', 'removal'] as const;
  for (const name of quiet) await work(name, handlers[name]);
  for (const name of ['generation', ...quiet] as const)
    await work(DEAD[name], (id) => handlers.abandoned(name, id));
  const endSupervising = superviseFairly(
    () => boss.getDb().executeSql('select 1'),
    () => boss.supervise(),
    log,
  );
  return {
    ...queueOn(boss, async () => boss),
    stop: (graceMs) => {
      endSupervising();
      return boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}
