/**
 * What the browser needs of superjson, which is the wire's format: dates and `undefined` in answers.
 * Inputs are plain JSON. The whole of it would be 5 KB in every page.
 */
export const wire = {
  serialize: (value: unknown) =>
    value === undefined ? { json: null, meta: { values: ['undefined'] } } : { json: value },
  deserialize({ json, meta }: Wired): unknown {
    const root = { value: json };
    revive(root, ['value'], meta?.values);
    return root.value;
  },
};

type Wired = { json?: unknown; meta?: { values?: unknown } };

/** Follows superjson's tree: a leaf is `[type]`, a branch is keyed by paths joined with dots. */
function revive(root: object, path: readonly string[], tree: unknown): void {
  if (Array.isArray(tree)) {
    const [type, inner] = tree;
    if (inner !== undefined) revive(root, path, inner);
    change(root, path, type);
  } else if (tree instanceof Object) {
    for (const [key, branch] of Object.entries(tree))
      revive(root, [...path, ...key.split('.')], branch);
  }
}

function change(root: object, path: readonly string[], type: unknown): void {
  let holder: unknown = root;
  for (const key of path.slice(0, -1))
    holder = holder instanceof Object && Reflect.get(holder, key);
  const last = path.at(-1);
  if (!(holder instanceof Object) || last === undefined) return;
  if (type === 'Date') Reflect.set(holder, last, new Date(String(Reflect.get(holder, last))));
  else if (type === 'undefined') Reflect.set(holder, last, undefined);
  else throw new Error(`The server sent a ${String(type)}, which no page can read.`);
}
