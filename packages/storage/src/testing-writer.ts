// Puts objects of one repeated byte into the folder it is given, until it is killed.
import { openStore } from './index.ts';

const root = process.argv[2] ?? '';
const store = openStore({ kind: 'files', root });
await store.check();
console.log('writing');
for (let n = 0; ; n += 1) {
  const bytes = new Uint8Array(3_000_000).fill(n);
  await store.put(`public/${process.pid}/${n}.png`, bytes, { contentType: 'image/png' });
}
