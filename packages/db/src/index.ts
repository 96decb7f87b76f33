export { type Db, openDb, type Sql, type Transaction } from './client.ts';
export { newId } from './id.ts';
export * from './schema/index.ts';
