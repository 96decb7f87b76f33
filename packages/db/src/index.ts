export { inBulk } from './bulk.ts';
export { type Db, openDb, type Sql, type Transaction } from './client.ts';
export { newId } from './id.ts';
export { isMigrated } from './is-migrated.ts';
export { keptStatement } from './kept.ts';
export { recordsOf } from './records.ts';
export * from './schema/index.ts';
