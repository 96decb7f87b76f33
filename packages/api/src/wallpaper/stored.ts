import { type Key, StorageError, type Store } from '@easel/storage';

/** Whether the store has an object. Throws `StorageError` when it cannot say. */
export async function isStored(store: Store, key: Key): Promise<boolean> {
  try {
    await store.head(key);
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.reason === 'NotFound') return false;
    throw error;
  }
}
