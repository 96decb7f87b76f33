import { tracked } from '@trpc/server';
import { z } from 'zod';
import { type Generation, STATUSES, VISIBILITIES } from '../contract.ts';
import { cancelGeneration } from '../generation/cancel.ts';
import { createGeneration } from '../generation/create.ts';
import { getGeneration, listGenerations } from '../generation/list.ts';
import { retryGeneration } from '../generation/retry.ts';
import { watchGeneration } from '../generation/watch.ts';
import { Cursor, Id, Limit, PlainText, Prompt, SizeText, Uuid } from './input.ts';
import { type Context, limited, mapErrorsOf, notBanned, router, withScope } from './trpc.ts';

const CreateGeneration = z.strictObject({
  prompt: Prompt,
  size: SizeText.optional(),
  model: PlainText.max(100).optional(),
  quality: PlainText.max(20).optional(),
  style: PlainText.max(20).optional(),
  visibility: z.enum(VISIBILITIES).default('public'),
  remixOf: Uuid.optional(),
  idempotencyKey: PlainText.min(1).max(100).optional(),
});

/** What makes pictures, and is paid for. */
const making = withScope('generate').use(notBanned).use(limited('create'));

/** Says in the asker's words why a generation ended without a picture. */
function worded({ words }: Context, generation: Generation): Generation {
  const { error } = generation;
  if (!error || !words) return generation;
  return { ...generation, error: { ...error, message: words[error.reason] } };
}

export const generationRouter = router({
  create: making
    .input(CreateGeneration)
    .mutation(async ({ ctx, input }) =>
      worded(ctx, await createGeneration(ctx.studio, ctx.viewer, input, ctx.requestId)),
    ),
  byId: withScope('read')
    .input(Id)
    .query(async ({ ctx, input }) =>
      worded(ctx, await getGeneration(ctx.studio, ctx.viewer, input.id)),
    ),
  list: withScope('read')
    .input(
      z
        .strictObject({ cursor: Cursor, limit: Limit, status: z.enum(STATUSES).optional() })
        .prefault({}),
    )
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await listGenerations(ctx.studio, ctx.viewer, input);
      return { items: items.map((item) => worded(ctx, item)), nextCursor };
    }),
  cancel: withScope('generate')
    .input(Id)
    .mutation(async ({ ctx, input }) =>
      worded(ctx, await cancelGeneration(ctx.studio, ctx.viewer, input.id)),
    ),
  retry: making
    .input(Id)
    .mutation(async ({ ctx, input }) =>
      worded(ctx, await retryGeneration(ctx.studio, ctx.viewer, input.id)),
    ),
  watch: withScope('read')
    // tRPC adds lastEventId when a connection is taken up again: it is the last version seen.
    .input(Id.extend({ lastEventId: z.coerce.number().int().min(0).optional() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const watched = { id: input.id, since: input.lastEventId };
      const generations = watchGeneration(
        ctx.studio,
        ctx.viewer,
        watched,
        signal ?? new AbortController().signal,
      );
      for await (const generation of mapErrorsOf(generations, ctx))
        yield tracked(String(generation.version), worded(ctx, generation));
    }),
});
