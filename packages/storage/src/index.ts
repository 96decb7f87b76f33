/** Door ".": where objects are kept. Loads nothing heavy. */
import { openFileStore } from './files.ts';
import { openS3Store, type S3Settings } from './s3.ts';
import type { Store } from './store.ts';

export { contentTypeOf, type KeyVisibility, objectKey, parseKey, withVisibility } from './key.ts';
export type { S3Settings } from './s3.ts';
export { type SetupStep, setupBucket } from './setup.ts';
export {
  type ByteRange,
  type Key,
  type ObjectInfo,
  StorageError,
  type StorageReason,
  type Store,
} from './store.ts';

/** Where objects are kept: a folder, or a bucket of any S3-compatible service. */
export type StorageSettings = { kind: 'files'; root: string } | ({ kind: 's3' } & S3Settings);

/** Opens a store. Nothing is touched and no connection made before its first use. */
export function openStore(settings: StorageSettings): Store {
  return settings.kind === 'files' ? openFileStore(settings.root) : openS3Store(settings);
}
