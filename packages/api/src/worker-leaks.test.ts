import { type ImageService, PaintError } from '@easel/ai';
import { generations } from '@easel/db';
import { type Key, StorageError } from '@easel/storage';
import { and, eq, gt, notInArray, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { hasEnded } from './contract.ts';
import { MESSAGE_OF } from './errors.ts';
import { createGeneration } from './generation/create.ts';
import { openLog } from './log.ts';
import { appRouter } from './router/index.ts';
import { addUser, openTestStudio, smallPicture } from './testing.ts';
import { runWorker } from './worker.ts';

const SECRETS = ['hunter22', 'sk-proj-abcdefghijklmnop', 'ada@example.com'];
const INNER = [
  'select "id", "email" from "users" where "email" = $1',
  'ada@example.com',
  'postgres://easel:hunter22@db.internal:5432/easel',
  '/srv/easel/packages/db/src/client.ts',
  'sk-proj-abcdefghijklmnop',
  'connect ECONNREFUSED 10.1.2.3:5432',
].join('\n');
const LEAK =
  /select |users|hunter22|db\.internal|ada@|\/srv\/|\.ts:|\bat \w+[ .(]|sk-proj|10\.1\.2\.3|node_modules|Error\b|ECONN/;

/** What may be thrown anywhere in a worker; the log has to show the mark. */
const KINDS: [string, (mark: string) => unknown][] = [
  [
    'database',
    (mark) => named('PostgresError', mark, { code: '42P01', query: INNER, detail: INNER }),
  ],
  ['away', (mark) => named('Error', mark, { code: 'ECONNREFUSED', address: '10.1.2.3' })],
  ['store', (mark) => new StorageError('Unavailable', `${mark} ${INNER}`, named('Error', mark))],
  ['denied', (mark) => new StorageError('Denied', `${mark} ${INNER}`, named('Error', mark))],
  ['service', (mark) => new PaintError('UPSTREAM_AUTH', `${mark} ${INNER}`)],
  ['busy', (mark) => new PaintError('UPSTREAM_UNAVAILABLE', `${mark} ${INNER}`, AGAIN)],
  ['programming', (mark) => named('TypeError', mark)],
  ['several', (mark) => new AggregateError([named('Error', mark)], `${mark} ${INNER}`)],
  ['text', (mark) => `${mark} ${INNER}`],
  ['object', (mark) => ({ message: `${mark} ${INNER}`, data: INNER })],
];
const AGAIN = { retryable: true, retryAfterMs: 10 };

function named(name: string, mark: string, fields: object = {}): Error {
  const cause = new Error(`cause of ${mark} ${INNER}`);
  return Object.assign(new Error(`${mark} ${INNER}`, { cause }), { name, ...fields });
}

/** Where in a worker it is thrown: by the picture's prompt. The last three are real faults of the database. */
const CALLS = ['moderation', 'painting', 'fetching', 'storing'] as const;
const STATEMENTS = [
  ['claiming', 'update of status on generations', "new.status = 'running'"],
  ['keeping', 'insert on answers', 'true'],
  ['finishing', 'insert on wallpapers', 'true'],
] as const;

type Opened = Awaited<ReturnType<typeof openTestStudio>>;

/** Makes the database refuse one statement, in words that nobody may read, for that prompt. */
async function breakStatement({ studio }: Opened, [prompt, on, when]: (typeof STATEMENTS)[number]) {
  const of = prompt === 'keeping' ? 'new.generation_id' : 'new.id';
  await studio.db.execute(
    sql.raw(`create function break_${prompt}() returns trigger language plpgsql as $$ begin
      if ${when} and exists (select 1 from generations where id = ${of} and prompt = '${prompt}') then
        raise exception 'mark-${prompt} %', '${INNER.replaceAll("'", "''")}';
      end if; return new; end $$`),
  );
  await studio.db.execute(
    sql.raw(
      `create trigger break_${prompt} before ${on} for each row execute function break_${prompt}()`,
    ),
  );
}

function faultyParts({ studio }: Opened) {
  const raise = (edge: (typeof CALLS)[number], prompt: string) => {
    const [at, name] = prompt.split(' ');
    const kind = KINDS.find(([each]) => each === name);
    if (at === edge && kind) throw kind[1](`mark-${edge}-${name}`);
  };
  const [first] = studio.models;
  if (!first) throw new Error('No model is offered.');
  const info = { ...first, ai: true };
  const service: ImageService = {
    models: new Map([
      [
        info.id,
        {
          info,
          paint: async ({ prompt }) => {
            raise('painting', prompt);
            if (prompt.startsWith('fetching')) return { picture: { kind: 'url', url: prompt } };
            return { picture: { kind: 'bytes', bytes: await smallPicture(prompt) } };
          },
        },
      ],
    ]),
    moderate: async (prompt) => {
      raise('moderation', prompt);
      return 'allowed';
    },
    fetchPicture: async (url) => {
      raise('fetching', url);
      return await smallPicture(url);
    },
  };
  const promptOf = async (key: Key) => {
    const [row] = await studio.db
      .select({ prompt: generations.prompt })
      .from(generations)
      .where(eq(generations.id, key.split('/')[1] ?? ''));
    return row?.prompt ?? '';
  };
  const store = {
    ...studio.store,
    put: async (...args: Parameters<typeof studio.store.put>) => {
      raise('storing', await promptOf(args[0]));
      return await studio.store.put(...args);
    },
  };
  return { service, store };
}

/**
 * Brings what is to be tried again later forward, but for what would be tried for hours. The row first: a
 * job that comes before its row's time is dropped, and the row waits for the sweep.
 */
async function hurry({ studio }: Opened, waits: string[]): Promise<void> {
  const others = and(gt(generations.retryAt, sql`now()`), notInArray(generations.prompt, waits));
  await studio.db.update(generations).set({ retryAt: sql`now()` }).where(others);
  await studio.db.execute(sql`update pgboss.job set start_after = now()
    where name = 'generation' and state in ('created', 'retry') and start_after > now()
    and (data->>'id')::uuid in (
      select id from generations where prompt not in ${waits} and retry_at <= now())`);
}

test('whatever fails in a worker, a person reads a reason and no more, and the log has the cause without its secrets', async () => {
  for (const leak of INNER.split('\n')) expect(leak).toMatch(LEAK);
  await using opened = await openTestStudio({
    GENERATIONS_IN_FLIGHT: '100',
    GENERATIONS_PER_DAY: '100',
    GENERATION_CONCURRENCY: '12',
    LOG_LEVEL: 'debug',
  });
  const { studio, config } = opened;
  const ada = await addUser(studio);
  // Every kind where a worker is longest, every third elsewhere.
  const prompts = CALLS.flatMap((edge, at) =>
    KINDS.filter((_, n) => at % 2 === 1 || n % 3 === 0).map(([kind]) => `${edge} ${kind}`),
  );
  const broken = STATEMENTS.map(([prompt]) => prompt);
  for (const statement of STATEMENTS) await breakStatement(opened, statement);
  for (const prompt of [...prompts, ...broken])
    await createGeneration(studio, ada, { prompt, visibility: 'public' }, 'test');
  // A job is given up at once instead of after eight more tries.
  await studio.db.execute(sql`update pgboss.job set retry_limit = 0 where name = 'generation'`);

  let written = '';
  const write = (line: string) => {
    written += line;
  };
  const log = openLog(config, 'worker', { write });
  const worker = await runWorker(config, { log, ...faultyParts(opened) });
  const easel = appRouter.createCaller({ studio, viewer: ada, requestId: 'test' });
  const list = async () => (await easel.generation.list({ limit: 60 })).items;
  // What was painted and cannot be stored or written down yet is waited for.
  const waits = ['fetching denied', 'keeping', 'storing busy', 'storing denied', 'storing store'];
  try {
    await expect
      .poll(
        async () => {
          const open = (await list()).filter(({ status }) => !hasEnded(status));
          await hurry(opened, waits);
          return open.map(({ prompt }) => prompt).sort();
        },
        { timeout: 25_000 },
      )
      .toEqual(waits);
  } finally {
    await worker.stop(100);
  }

  const items = await list();
  expect(items.filter(({ status }) => status === 'succeeded')).toEqual([]);
  for (const item of items) {
    const shown: unknown[] = [item];
    for await (const first of await easel.generation.watch({ id: item.id })) {
      shown.push(first);
      break;
    }
    expect(shown).toHaveLength(2);
    expect(JSON.stringify(shown)).not.toMatch(LEAK);
    const { error } = await easel.generation.byId({ id: item.id });
    if (item.prompt !== 'keeping') expect(error?.reason, item.prompt).toBeDefined();
    if (error) expect(error.message).toBe(MESSAGE_OF[error.reason]);
  }
  for (const what of ['service', 'busy'])
    expect(items.find(({ prompt }) => prompt === `painting ${what}`)?.error?.reason).toBe(
      what === 'busy' ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_AUTH',
    );

  for (const prompt of [...prompts, ...broken])
    expect(written.includes(`mark-${prompt.replace(' ', '-')}`), prompt).toBe(true);
  expect(written.includes('ECONNREFUSED')).toBe(true);
  for (const line of written.trimEnd().split('\n')) {
    expect(JSON.parse(line).level).toBeGreaterThan(0);
    // No values of a query that failed, such as a picture's bytes.
    expect(line.length).toBeLessThan(40_000);
  }
  const kept = JSON.stringify(await studio.db.execute(sql`select output from pgboss.job`));
  for (const secret of SECRETS) {
    expect(written.includes(secret), secret).toBe(false);
    expect(kept.includes(secret), secret).toBe(false);
  }
});
