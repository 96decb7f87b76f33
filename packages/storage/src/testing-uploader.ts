// Starts one upload and says so as soon as a part of it has left, to be killed in the middle of it.
import { openStore, parseKey, type S3Settings } from './index.ts';
import { someBytes } from './testing-bytes.ts';

const [, , json = '', key = '', size = '0'] = process.argv;
const settings: S3Settings = JSON.parse(json);
const store = openStore({ kind: 's3', ...settings });
await store.check();
const bytes = someBytes(Number(size));
// The client opens connections within milliseconds; the transfer takes far longer.
setTimeout(() => console.log('uploading'), 15);
await store.put(parseKey(key), bytes, { contentType: 'image/png' });
process.exit(1);
