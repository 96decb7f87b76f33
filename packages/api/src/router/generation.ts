import { tracked } from '@trpc/server';
import { z } from 'zod';
import { STATUSES, VISIBILITIES } from '../contract.ts';
import { cancelGeneration } from '../generation/cancel.ts';
import { createGeneration } from '../generation/create.ts';
import { getGeneration, listGenerations } from '../generation/list.ts';
import { retryGeneration } from '../generation/retry.ts';
import { watchGeneration } from '../generation/watch.ts';
import { Cursor, Id, Limit, PlainText, Prompt, SizeText, Uuid } from './input.ts';
import { limited, mapErrorsOf, notBanned, router, withScope } from './trpc.ts';

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

export const generationRouter = router({
  create: making
    .input(CreateGeneration)
    .mutation(({ ctx, input }) => createGeneration(ctx.studio, ctx.viewer, input, ctx.requestId)),
  byId: withScope('read')
    .input(Id)
    .query(({ ctx, input }) => getGeneration(ctx.studio, ctx.viewer, input.id)),
  list: withScope('read')
    .input(
      z
        .strictObject({ cursor: Cursor, limit: Limit, status: z.enum(STATUSES).optional() })
        .prefault({}),
    )
    .query(({ ctx, input }) => listGenerations(ctx.studio, ctx.viewer, input)),
  cancel: withScope('generate')
    .input(Id)
    .mutation(({ ctx, input }) => cancelGeneration(ctx.studio, ctx.viewer, input.id)),
  retry: making
    .input(Id)
    .mutation(({ ctx, input }) => retryGeneration(ctx.studio, ctx.viewer, input.id)),
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
        yield tracked(String(generation.version), generation);
    }),
});
