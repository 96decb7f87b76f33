import type { Transaction } from '@easel/db';
import { sql } from 'drizzle-orm';

/** The channel that says that the public gallery has changed. */
const GALLERY_CHANNEL = 'gallery';

/** Tells every process, once the transaction has committed, that a picture came, went or changed. */
export async function announceGallery(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_notify(${GALLERY_CHANNEL}, '')`);
}
