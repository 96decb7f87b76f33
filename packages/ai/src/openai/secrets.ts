const MASK = '[key]';

/** Blanks out a key, in the notations that answers and addresses echo it in. */
export type Redact = (text: string) => string;

export function redactor(key: string): Redact {
  if (!key) return (text) => text;
  const forms = new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]);
  forms.add(Buffer.from(key).toString('base64'));
  return (text) => [...forms].reduce((rest, form) => rest.replaceAll(form, MASK), text);
}

/**
 * A copy of an error for the log: messages, stacks and codes down the chain of causes, without the
 * key and without the requests, headers and bodies that clients hang on their errors.
 */
export function redactedCause(error: unknown, redact: Redact, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  const inner = error.cause !== undefined && depth < 4;
  const copy = new Error(redact(error.message), {
    cause: inner ? redactedCause(error.cause, redact, depth + 1) : undefined,
  });
  copy.name = error.name;
  if (error.stack) copy.stack = redact(error.stack);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ? Object.assign(copy, { code: redact(code) }) : copy;
}
