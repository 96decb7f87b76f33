import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { costOf, PaintError, type Painting, type PaintReason, type PaintRequest } from '@easel/ai';
import { answers, type Db, generations, wallpapers } from '@easel/db';
import { parseKey, StorageError } from '@easel/storage';
import { and, eq, gt, type SQL } from 'drizzle-orm';
import type { Workshop } from '../compose.ts';
import { traced } from '../traces/traced.ts';
import { visibleTo } from '../wallpaper/access.ts';
import { backoff, failGeneration, rejectGeneration, retryLater } from './endings.ts';
import { keepPreview } from './preview.ts';
import { type GenerationRow, transition } from './transition.ts';

/** Paid calls for one generation, at most. */
const ATTEMPTS = 3;
/** A service that asks for longer keeps a place from its person for nothing: they are told instead. */
const LONGEST_WAIT_MS = 3600_000;
/** What a person may try again, though we do not: it was paid for, or we do not know what it was. */
const WORTH_ASKING_AGAIN: readonly PaintReason[] = ['UPSTREAM_BAD_IMAGE', 'INTERNAL'];
const PERSIST_MS = 10 * 60_000;

/** What the service sent, as it was written down. */
export type Answer = Omit<typeof answers.$inferSelect, 'createdAt'>;
export type Painted = { row: GenerationRow; answer: Answer };

/**
 * Asks the image service for a claimed generation and writes its answer down. Returns what is to be
 * stored, or null when there is nothing: the reason is in the row by then. Throws when it was aborted
 * or when something unforeseen broke; the row still says running then, and the job comes back.
 */
export async function paintGeneration(
  workshop: Workshop,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<Painted | null> {
  const { service, config, log, db } = workshop;
  const line = {
    generation: row.id,
    requestId: row.requestId,
    model: row.model,
    attempt: row.attempt,
  };
  try {
    const model = service.models.get(row.model);
    if (!model) {
      // Queued under a configuration that offered it.
      await failGeneration(workshop, row.id, 'MODEL_UNKNOWN', false);
      return null;
    }
    if (model.info.ai && (await service.moderate(row.prompt, signal)) === 'refused') {
      await rejectGeneration(workshop, row.id);
      return null;
    }
    const request = {
      ...requestOf(row),
      ...(model.info.edits && row.remixOf && (await sourceOf(workshop, row))),
      signal,
      onPreview: oneAtATime((preview) =>
        keepPreview(db, row.id, preview).catch((error: unknown) =>
          log.debug({ ...line, err: error }, 'preview lost'),
        ),
      ),
    };
    const painting = await traced('paint', {}, () => model.paint(request));
    const { requestId: upstreamRequestId, usage } = painting;
    const cost = costOf(usage, row.model, config.prices) ?? undefined;
    log.info({ ...line, upstreamRequestId, usage, cost }, 'painted');
    return await traced('keep answer', {}, () =>
      persist(workshop, signal, () => keepAnswer(db, row.id, painting)),
    );
  } catch (error) {
    if (error instanceof StorageError && !signal.aborted) {
      // Nothing was asked for yet: the picture to start from could not be read.
      log.warn({ ...line, err: error }, 'the source cannot be read');
      await persist(workshop, signal, () => settleSource(workshop, row, error));
      return null;
    }
    if (!(error instanceof PaintError) || signal.aborted) throw error;
    log.warn({ ...line, reason: error.reason, err: error }, 'not painted');
    await persist(workshop, signal, () => settle(workshop, row, error));
    return null;
  }
}

/**
 * Whether an attempt is still the one that counts. Another worker may have repeated it meanwhile: what
 * that one has, or is still paying for, is not undone by the failure of this one.
 */
function stillIts({ attempt }: GenerationRow): SQL | undefined {
  return and(eq(generations.status, 'running'), eq(generations.attempt, attempt));
}

async function settle(workshop: Workshop, row: GenerationRow, error: PaintError): Promise<void> {
  if (error.reason === 'PROMPT_REJECTED') return rejectGeneration(workshop, row.id, stillIts(row));
  // "At once", or a date that is past by our clock, would spend every attempt within a second.
  const wait = error.retryAfterMs || backoff(row.attempt, 2000, 60_000);
  if (!error.retryable || row.attempt >= ATTEMPTS || wait > LONGEST_WAIT_MS)
    return failGeneration(
      workshop,
      row.id,
      error.reason,
      error.retryable || WORTH_ASKING_AGAIN.includes(error.reason),
      stillIts(row),
    );
  return retryLater(workshop, row.id, error.reason, wait, stillIts(row));
}

function settleSource(workshop: Workshop, row: GenerationRow, error: StorageError): Promise<void> {
  if (!error.retryable || row.attempt >= ATTEMPTS)
    return failGeneration(workshop, row.id, 'STORAGE_UNAVAILABLE', true);
  const wait = backoff(row.attempt, 2000, 60_000);
  return retryLater(workshop, row.id, 'STORAGE_UNAVAILABLE', wait);
}

function requestOf(row: GenerationRow): Omit<PaintRequest, 'signal'> {
  return {
    prompt: row.prompt,
    // One ask leads to one picture, however often it is tried; asking again leads to another.
    seed: createHash('sha256')
      .update(row.idempotencyKey ?? row.id)
      .digest()
      .readUInt32BE(),
    size: { width: row.width, height: row.height },
    ...(row.quality && { quality: row.quality }),
    ...(row.style && { style: row.style }),
    // Tells the service one person from another without saying who they are.
    user: createHash('sha256').update(`easel ${row.userId}`).digest('hex'),
  };
}

/** The picture to start from, unless it has been deleted or hidden since. */
async function sourceOf(
  { db, store }: Workshop,
  row: GenerationRow,
): Promise<Pick<PaintRequest, 'source'>> {
  if (!row.remixOf) return {};
  const [source] = await db
    .select({ key: wallpapers.originalKey, mediaType: wallpapers.originalType })
    .from(wallpapers)
    .where(
      and(
        eq(wallpapers.id, row.remixOf),
        gt(wallpapers.originalBytes, 0),
        visibleTo({ id: row.userId, role: 'user' }),
      ),
    );
  if (!source) return {};
  const { body } = await store.get(parseKey(source.key));
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  return { source: { bytes, mediaType: source.mediaType } };
}

/** Writes down what was paid for, before anything else happens to it. Null when it was canceled meanwhile. */
async function keepAnswer(db: Db, id: string, painting: Painting): Promise<Painted | null> {
  const { picture, usage, revisedPrompt = null, requestId = null } = painting;
  const answer = {
    generationId: id,
    bytes: picture.kind === 'bytes' ? picture.bytes : null,
    url: picture.kind === 'url' ? picture.url : null,
    revisedPrompt,
    upstreamRequestId: requestId,
  };
  return db.transaction(async (tx) => {
    const row = await transition(tx, id, 'storing', { progress: null, ...(usage && { usage }) });
    if (!row) return null;
    await tx.insert(answers).values(answer).onConflictDoNothing();
    return { row, answer };
  });
}

/**
 * Writes down what must not be lost, again and again while the database is away: giving up here would
 * mean paying for the same picture twice.
 */
async function persist<T>(
  { log }: Workshop,
  signal: AbortSignal,
  write: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + PERSIST_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (signal.aborted || Date.now() > deadline) throw error;
      if (tries === 0) log.warn({ err: error }, 'cannot be written down; trying on');
      await setTimeout(500);
    }
  }
}

/** Leaves previews out while an earlier one is still being written: only the latest is of use. */
function oneAtATime(
  keep: (preview: { bytes: Uint8Array; progress: number }) => Promise<void>,
): NonNullable<PaintRequest['onPreview']> {
  let busy = false;
  return (preview) => {
    if (busy) return;
    busy = true;
    void keep(preview).finally(() => {
      busy = false;
    });
  };
}
