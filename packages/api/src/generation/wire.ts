import type { Generation, Reason } from '../contract.ts';
import { MESSAGE_OF } from '../errors.ts';
import type { GenerationRow } from './transition.ts';

/** The only step from a row to what travels. */
export function toGeneration(row: GenerationRow): Generation {
  // The column holds only reasons: `failGeneration` and `retryLater` are its writers and are typed so.
  const reason = row.reason as Reason | null;
  return {
    id: row.id,
    status: row.status,
    prompt: row.prompt,
    model: row.model,
    size: `${row.width}x${row.height}`,
    // Progress is written with a preview, so where there is one there is the other.
    ...(row.progress !== null && {
      progress: row.progress,
      preview: `/api/generations/${row.id}/preview?v=${row.version}`,
    }),
    ...(reason && { error: { reason, message: MESSAGE_OF[reason], retryable: row.retryable } }),
    ...(row.retryAt && { retryAt: row.retryAt }),
    ...(row.wallpaperId && { wallpaperId: row.wallpaperId }),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}
