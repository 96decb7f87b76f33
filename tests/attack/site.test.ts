import { tmpdir } from 'node:os';
import { openDb, users } from '@easel/db';
import { expect, test } from 'vitest';
import { LEAK } from './site.ts';

/** What is really thrown, as a careless handler would print it. */
async function thrownBy(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.cause ?? ''}` : String(error);
  }
  throw new Error('Nothing was thrown.');
}

test('what an answer must not hold is recognised in what is really thrown', async () => {
  const { db, close } = openDb('postgres://easel:hunter22@127.0.0.1:1/easel');
  const query = await thrownBy(() => db.select().from(users));
  await close();
  expect(query).toMatch(/select "/);
  const { stack = '' } = new TypeError('x is not a function');
  const leaks = [
    ...query.split('\n').filter((line) => /select|CONN/.test(line)),
    ...stack.split('\n').filter((line) => line.includes(' at ')),
    `ENOENT: no such file or directory, open '${tmpdir()}/easel/public/x.webp'`,
    'relation "users" does not exist',
    'postgres://easel:hunter22@db.internal/easel',
    'Incorrect API key provided: sk-for-tests',
  ];
  for (const leak of leaks) expect(JSON.stringify({ message: leak })).toMatch(LEAK);
  expect('{"error":{"reason":"INTERNAL","requestId":"0198c5b2-7d3a"}}').not.toMatch(LEAK);
});
