import { rates } from '@easel/db';
import { type SQL, sql } from 'drizzle-orm';
import type { Studio } from './compose.ts';
import { EaselError } from './errors.ts';
import type { Viewer } from './viewer.ts';

/** `times` in `seconds`, all at once if need be; after that they come back one by one. */
type Rate = { times: number; seconds: number };

/** The limits of one thing, by whom it is counted for. */
type Rules = Partial<Record<'user' | 'token' | 'address', Rate>>;

/**
 * What is counted, and for whom. Far above what a busy person or an office behind one address does;
 * what pictures cost is bounded by the day's allowance, not here.
 */
export const RATES = {
  'sign-in': { address: { times: 300, seconds: 300 } },
  create: { user: { times: 120, seconds: 60 }, token: { times: 60, seconds: 60 } },
  search: { address: { times: 300, seconds: 60 } },
  export: { user: { times: 12, seconds: 3600 } },
  upload: { user: { times: 30, seconds: 300 } },
  download: { user: { times: 240, seconds: 60 }, token: { times: 120, seconds: 60 } },
} as const satisfies Record<string, Rules>;
export type RateName = keyof typeof RATES;

/** Whom a request is counted for. An address is that of the other end, where it is known. */
export type Asker = { viewer?: Viewer; address?: string | undefined };

/**
 * Counts one more request, in one statement that all processes share, and throws RATE_LIMITED with
 * the seconds to wait when it is one too many. Generic cell rate algorithm (ITU-T I.371): a row
 * holds one moment, and everyone earns back what they took at a steady pace.
 */
export async function takeRate(
  studio: Pick<Studio, 'db'>,
  name: RateName,
  asker: Asker,
): Promise<void> {
  const counted = countedFor(name, asker);
  if (counted.length === 0) return;
  const rows = counted.map(
    ({ key, rate }) =>
      sql`(${key}::text, make_interval(secs => ${rate.seconds / rate.times}), make_interval(secs => ${rate.seconds}))`,
  );
  const [answer] = await studio.db.execute<{ wait: number | null }>(sql`
    with asked (key, step, span) as (values ${sql.join(rows, sql`, `)}),
    taken as (
      insert into ${rates} as r (key, used_until)
      select key, now() + step from asked order by key
      on conflict (key) do update
      set used_until = ${LATER}
      where ${LATER} <= now() + (select span from asked where asked.key = excluded.key)
      returning key
    )
    select max(extract(epoch from
      greatest(coalesce(r.used_until, now()), now()) + step - span - now()))::float8 as wait
    from asked left join ${rates} as r using (key)
    where key not in (select key from taken)`);
  if (answer?.wait == null) return;
  throw new EaselError('RATE_LIMITED', {
    facts: { retryAfter: Math.max(1, Math.ceil(answer.wait)) },
  });
}

/** The moment in the row, one request later. */
const LATER = sql`greatest(r.used_until, now()) + (excluded.used_until - now())`;

/** The keys of the rows that a request counts in, each with its limit. */
function countedFor(name: RateName, { viewer, address }: Asker): { key: string; rate: Rate }[] {
  const rules: Rules = RATES[name];
  const keys = { user: viewer?.id, token: viewer?.token?.id, address };
  return (['user', 'token', 'address'] as const).flatMap((kind) => {
    const [rate, id] = [rules[kind], keys[kind]];
    return rate && id ? [{ key: `${name} ${kind} ${id}`, rate }] : [];
  });
}

/** Rows that say no more than their absence would. */
export const EARNED_BACK: SQL = sql`${rates.usedUntil} < now()`;
