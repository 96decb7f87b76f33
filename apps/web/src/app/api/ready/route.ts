import { checkReady } from '@easel/api/server';
import { handle } from '@/server/handle.ts';

/** Says whether every part that requests need answers, and names those that do not. */
export const GET = handle(async ({ studio }) => {
  const { ready, failing } = await checkReady(studio);
  return Response.json({ ready, failing }, { status: ready ? 200 : 503 });
});
