import { readFile } from 'node:fs/promises';
import type { Sql } from '@easel/db';

/** Milliseconds of processor time so far, of this process and of Postgres's for its clients. Linux only. */
export async function processorTime(sql: Sql): Promise<{ router: number; postgres: number }> {
  const servers = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where backend_type = 'client backend'`;
  const times = await Promise.all(
    servers.map(async ({ pid }) => {
      // In nanoseconds, before how long it waited.
      const [ran = '0'] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ');
      return Number(ran) / 1e6;
    }),
  );
  const { user, system } = process.cpuUsage();
  return { router: (user + system) / 1000, postgres: times.reduce((sum, time) => sum + time, 0) };
}
