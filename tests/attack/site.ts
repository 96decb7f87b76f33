import { request as rawRequest } from 'node:http';
import { tokens, users } from '@easel/db';
import { eq } from 'drizzle-orm';
import { Visitor } from '../integration/visitor.ts';
import type { Easel } from '../servers/easel.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };

/** What must stand in no answer: queries, files, hosts, keys, stacks. */
export const LEAK =
  /select \\?"|insert into|from \\?"|relation \\?"|\bat .{1,80}[:(]\d|\.ts:\d|\/(home|srv|work|tmp|root)\/|node_modules|ECONN|postgres(ql)?:|sk-for-tests|127\.0\.0\.1:\d/;

/** One request exactly as written: `fetch` would tidy the path first. */
export function raw(
  easel: Easel,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sent = rawRequest(
      { host: '127.0.0.1', port: easel.port, path, method, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('latin1').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
      },
    );
    sent.on('error', reject).end(body);
  });
}

/** A script that comes with a token of this person. */
export async function scriptOf(owner: Visitor, scope: 'read' | 'generate') {
  const { key, id } = await owner.api.token.create.mutate({ name: 'script', scope, days: 1 });
  const visitor = new Visitor(owner.home);
  const send = (path: string, init: RequestInit = {}) =>
    visitor.fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });
  return { key, id, send };
}

/** Puts a person out of good standing, as the administration will. */
export async function ban(easel: Easel, visitor: Visitor): Promise<void> {
  const { id } = await visitor.api.user.me.query();
  await easel.database.db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, id));
}

/** Waits until a generation has ended, and gives its wallpaper's id. */
export async function painted(visitor: Visitor, prompt: string): Promise<string> {
  const { id } = await visitor.api.generation.create.mutate({
    prompt,
    size: '1024x1024',
    visibility: 'private',
  });
  for (;;) {
    const { status, wallpaperId } = await visitor.api.generation.byId.query({ id });
    if (wallpaperId) return wallpaperId;
    if (status === 'failed' || status === 'rejected') throw new Error(`It ended as ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const lastUseOf = async (easel: Easel, id: string) =>
  (await easel.database.db.select().from(tokens).where(eq(tokens.id, id)))[0]?.lastUsedAt;
