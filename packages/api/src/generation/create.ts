import { generations, newId } from '@easel/db';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { type Generation, renderSize, type Visibility } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { requireVisible } from '../wallpaper/access.ts';
import { chooseModel, requireOption, requireSize } from './model.ts';
import { takeQuota } from './quota.ts';
import { toGeneration } from './wire.ts';

export type CreateGeneration = {
  prompt: string;
  size?: string | undefined;
  model?: string | undefined;
  quality?: string | undefined;
  style?: string | undefined;
  visibility: Visibility;
  remixOf?: string | undefined;
  idempotencyKey?: string | undefined;
};

/**
 * Starts a generation: allowance, row and job in one transaction. The same key from the same person
 * gives the same generation, whatever has become of it. Throws MODEL_UNKNOWN, SIZE_UNSUPPORTED,
 * INPUT_INVALID for a quality or style that the model does not have, QUOTA_EXCEEDED,
 * TOO_MANY_IN_FLIGHT, and NOT_FOUND for a source that is not theirs to see.
 */
export async function createGeneration(
  studio: Studio,
  viewer: User,
  input: CreateGeneration,
  requestId: string,
): Promise<Generation> {
  const before = await askedBefore(studio, viewer, input.idempotencyKey);
  if (before) return before;
  const model = chooseModel(studio.models, input.model);
  requireOption(model.qualities, input.quality);
  requireOption(model.styles, input.style);
  const size = input.size
    ? requireSize(model, input.size)
    : renderSize(model.sizes, { width: 1920, height: 1080 });

  const row = await studio.db.transaction(async (tx) => {
    const [created] = await tx
      .insert(generations)
      .values({
        id: newId(),
        userId: viewer.id,
        idempotencyKey: input.idempotencyKey,
        prompt: input.prompt,
        model: model.id,
        ...size,
        quality: input.quality,
        style: input.style,
        visibility: input.visibility,
        requestId,
      })
      .onConflictDoNothing({ target: [generations.userId, generations.idempotencyKey] })
      .returning();
    if (!created) return null;
    if (input.remixOf) await requireVisible(tx, viewer, input.remixOf);
    const quotaDay = await takeQuota(tx, viewer.id, studio.config.limits);
    // The source is named only now: one that is not there must look like one that is not theirs.
    await tx
      .update(generations)
      .set({ quotaDay, remixOf: input.remixOf })
      .where(eq(generations.id, created.id));
    await studio.queue.push(tx, 'generation', created.id);
    return created;
  });
  if (row) return toGeneration(row);

  const meanwhile = await askedBefore(studio, viewer, input.idempotencyKey);
  if (!meanwhile)
    throw new EaselError('INTERNAL', {
      cause: 'A generation vanished while it was asked for again.',
    });
  return meanwhile;
}

/** What this person has started with this key, also when its model is not offered any more. */
async function askedBefore(
  { db }: Studio,
  viewer: User,
  key: string | undefined,
): Promise<Generation | null> {
  if (key === undefined) return null;
  const [row] = await db
    .select()
    .from(generations)
    .where(and(eq(generations.userId, viewer.id), eq(generations.idempotencyKey, key)));
  return row ? toGeneration(row) : null;
}
