/** Loaded before a worker (`node --import faulty-names.ts`): every name below `inside.example` is this machine. */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const HERE = { address: '127.0.0.1', family: 4 };
dns.lookup = new Proxy(dns.lookup, {
  apply(lookup, self, args: unknown[]) {
    const [name, answer] = [args[0], args.at(-1)];
    if (typeof answer === 'function' && String(name).endsWith('.inside.example'))
      return answer(null, [HERE]);
    return Reflect.apply(lookup, self, args);
  },
});
syncBuiltinESMExports();
