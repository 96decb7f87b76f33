import { expect, test } from 'vitest';
import { z } from 'zod';
import { addUser, openTestStudio } from '../testing.ts';
import { appRouter } from './index.ts';

test('whatever a verb throws, also while it is being watched, leaves as a code and a reason', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const viewer = await addUser(studio);
  const easel = appRouter.createCaller({ studio, viewer, requestId: 'test' });
  const id = '0198c5b2-7d3a-7000-8000-00000000beef';
  const absent = { code: 'NOT_FOUND', cause: { reason: 'NOT_FOUND' } };
  await expect(easel.generation.byId({ id })).rejects.toMatchObject(absent);
  const watched = await easel.generation.watch({ id });
  const first = (async () => {
    for await (const _ of watched) return;
  })();
  await expect(first).rejects.toMatchObject(absent);
});

test('text that the database cannot hold is bad input and no failure of ours', async () => {
  await using opened = await openTestStudio();
  const { studio } = opened;
  const viewer = await addUser(studio);
  const easel = appRouter.createCaller({ studio, viewer, requestId: 'test' });
  const refused = { code: 'BAD_REQUEST' };
  for (const text of ['a\0b', 'a\ud800b']) {
    await expect(easel.wallpaper.list({ model: text })).rejects.toMatchObject(refused);
    await expect(
      easel.generation.create({ prompt: 'a', idempotencyKey: text }),
    ).rejects.toMatchObject(refused);
    await expect(easel.generation.create({ prompt: text })).rejects.toMatchObject(refused);
  }
  const screens = [{ name: '\ud800', width: 1000, height: 1000 }];
  await expect(easel.user.update({ screens })).rejects.toMatchObject(refused);
  await expect(easel.user.update({ name: 'a\ud800b' })).rejects.toMatchObject(refused);
});

test('every text and list that a procedure takes has a bound', () => {
  const unbounded: string[] = [];
  const look = (schema: unknown, path: string) => {
    if (!(schema instanceof Object)) return;
    const node = schema as Record<string, unknown>;
    const closed = ['maxLength', 'enum', 'const', 'format'].some((key) => key in node);
    if (node.type === 'string' && !closed) unbounded.push(path);
    if (node.type === 'array' && !('maxItems' in node)) unbounded.push(path);
    if (node.type === 'object' && node.additionalProperties !== false) unbounded.push(path);
    for (const [key, inner] of Object.entries(node)) look(inner, `${path}.${key}`);
  };
  for (const [path, procedure] of Object.entries(appRouter._def.procedures)) {
    // tRPC keeps the schemas, and says so only to itself.
    for (const input of (procedure as unknown as { _def: { inputs: z.ZodType[] } })._def.inputs)
      look(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }), path);
  }
  expect(unbounded).toEqual([]);
});
