import type { Transaction } from '@easel/db';
import { sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { told } from '../generation/changes.ts';

/** What is announced, where generations announce their ids. */
const GALLERY = 'gallery';

/** Tells every process, once the transaction has committed, that a picture came, went or changed. */
export async function announceGallery(tx: Transaction): Promise<void> {
  await tx.execute(sql`select ${told(GALLERY)}`);
}

/**
 * Calls `changed` whenever the public gallery may have changed, in whichever process, and for good
 * measure whenever that could have been missed. Returns the way to stop.
 */
export function onGalleryChange(studio: Studio, changed: () => void): () => void {
  return studio.changes.on(GALLERY, changed);
}
