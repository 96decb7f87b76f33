import { registerHooks } from 'node:module';

// Node reads drizzle-orm's package.json anew for each of its hundreds of ES modules, a second of
// work at every start. Its CommonJS build is the same code and loads in a tenth of that. (The web's
// build gives packages that it leaves outside a suffix of its own.)
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!/^drizzle-orm(-[0-9a-f]+)?(\/|$)/.test(specifier)) return nextResolve(specifier, context);
    const conditions = context.conditions.map((name) => (name === 'import' ? 'require' : name));
    return nextResolve(specifier, { ...context, conditions });
  },
});
