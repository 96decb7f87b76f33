import 'server-only';
import { isJson } from './origin.ts';

/** A body that is not taken: too large (413), of another type (415), or not what it says (400). */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415) {
    super(`a request body was refused with ${status}`);
    this.status = status;
  }
}

/** Reads a request's body, and stops at the first byte beyond the limit. Throws BodyError. */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new BodyError(413);
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by a throw cancels the stream, so the rest is never taken in.
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) throw new BodyError(413);
    parts.push(part);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.byteLength;
  }
  return body;
}

/** The JSON that a request carries. Throws BodyError. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (!isJson(request.headers)) throw new BodyError(415);
  return parseJson(await readBody(request, maxBytes));
}

/** Reads UTF-8 JSON, or throws BodyError. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BodyError(400);
  }
}

/** The fields that a form of this site carries. Throws BodyError. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  if (!isForm(request.headers)) throw new BodyError(415);
  return new URLSearchParams(new TextDecoder().decode(await readBody(request, 8000)));
}

export function isForm(headers: Headers): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? '');
}
