import { PaintError, type PaintReason } from '../model.ts';
import { readRetryAfter } from '../retry-after.ts';

/** A refusal as it came over the wire, in whatever shape a relay gave it. */
export type Failure = {
  status: number | undefined;
  /** Parsed JSON, or the text where it was none. */
  body: unknown;
  headers?: Headers | undefined;
};

/** Thrown where an answer turns out to be a refusal; never leaves this folder. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`The image service answered ${failure.status ?? 'with an error'}.`);
    this.failure = failure;
  }
}

type Verdict = { reason: PaintReason; retryable: boolean };

const REJECTED =
  /moderation_blocked|content_policy_violation|content_filter|sensitive_words_detected|safety_violation|safety system|content policy/;
const UNPAID =
  /insufficient_(user_)?quota|insufficient_balance|billing_hard_limit|billing_not_active|exceeded your current quota|余额不足|额度不足|欠费/;
const SIZE_WORDS = /\bsizes?\b.*(invalid|unsupported|not supported|not allowed|must|supported)/;
const SIZE_WORDS_AFTER = /(invalid|unsupported|not support).{0,40}\bsizes?\b/;

/**
 * Why a service refused. What the body says counts before the status, because relays answer
 * anything with any status.
 */
function verdictOn(failure: Failure): Verdict {
  const status = failure.status ?? statusInside(failure.body) ?? 0;
  const text = textOf(failure.body);
  const html = isHtml(failure.body);
  if (!html && REJECTED.test(text)) return final('PROMPT_REJECTED');
  if (status === 402 || (!html && UNPAID.test(text))) return final('UPSTREAM_BILLING');
  if (status === 429) return retryable('UPSTREAM_RATE_LIMITED');
  if (status === 401 || (status === 403 && !html)) return final('UPSTREAM_AUTH');
  if (status === 408) return retryable('UPSTREAM_TIMEOUT');
  if (refusesRequest(status) && !html) {
    const param = paramOf(failure.body);
    const bySize = typeof param === 'string' ? param === 'size' : isAboutSize(text);
    return final(bySize ? 'SIZE_UNSUPPORTED' : 'UPSTREAM_UNAVAILABLE');
  }
  // A page where an answer should be is a proxy's, and passes; so does what has no status at all.
  const passes = status === 0 || status >= 500 || status === 409 || status === 425;
  const proxyPage = html && status !== 404 && status !== 405;
  return { reason: 'UPSTREAM_UNAVAILABLE', retryable: passes || proxyPage };
}

/** True when the request was understood and turned down for none of the reasons that have a name. */
export function mayDislikeParameters(failure: Failure): boolean {
  return (
    refusesRequest(failure.status ?? 0) &&
    !isHtml(failure.body) &&
    verdictOn(failure).reason === 'UPSTREAM_UNAVAILABLE'
  );
}

/** Which of these parameters the refusal names. */
export function parametersNamed(failure: Failure, parameters: string[]): string[] {
  const text = textOf(failure.body);
  return parameters.filter((name) => new RegExp(`(?<![a-z_])${name}(?![a-z_])`).test(text));
}

/** Turns a refusal into the error that callers see. `describe` cleans what goes to the log. */
export function failureError(
  failure: Failure,
  describe: (text: string) => string,
  cause: Error,
): PaintError {
  const { reason, retryable } = verdictOn(failure);
  const requestId = failure.headers?.get('x-request-id');
  // Cleaned before it is cut, so that no cut leaves half a key.
  const said = describe(stringOf(failure.body)).slice(0, 2000);
  const message = `${failure.status ?? 'No status'}${requestId ? ` (${requestId})` : ''}: ${said}`;
  const retryAfterMs = retryable ? retryAfter(failure.headers) : undefined;
  return new PaintError(reason, message, {
    retryable,
    cause,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Milliseconds that a service asks to be left alone. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(exact)) return Math.max(0, Math.round(exact));
  return readRetryAfter(headers?.get('retry-after') ?? '');
}

function isHtml(body: unknown): boolean {
  return typeof body === 'string' && /^\s*</.test(body);
}

function refusesRequest(status: number): boolean {
  return status === 400 || status === 422;
}

function isAboutSize(text: string): boolean {
  if (
    /(unknown|unrecognized|unexpected|unsupported|extra) (parameter|field|argument|input)/.test(
      text,
    )
  ) {
    return false;
  }
  return SIZE_WORDS.test(text) || SIZE_WORDS_AFTER.test(text);
}

function stringOf(body: unknown): string {
  return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}

function textOf(body: unknown): string {
  return stringOf(body).slice(0, 20_000).toLowerCase();
}

function paramOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  return 'param' in body ? body.param : undefined;
}

/** Some relays answer 200 and put the true status into the body's `code` or `status`. */
function statusInside(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const candidates = ['status', 'code', 'status_code', 'statusCode'].map((key) =>
    Number(Object.getOwnPropertyDescriptor(body, key)?.value),
  );
  return candidates.find((value) => Number.isInteger(value) && value >= 400 && value < 600);
}

function final(reason: PaintReason): Verdict {
  return { reason, retryable: false };
}

function retryable(reason: PaintReason): Verdict {
  return { reason, retryable: true };
}
