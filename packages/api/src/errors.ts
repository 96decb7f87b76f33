import type { Reason } from './contract.ts';

/** Facts a screen needs to word an error; never a sentence, never anything internal. */
export type ErrorFacts = { resetsAt?: Date; retryAfter?: number };

/** The one error that verbs throw on purpose. Absent and not yours are both `NOT_FOUND`. */
export class EaselError extends Error {
  /** By name: a bundler may load this module more than once in a process. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'EaselError';
  }

  override readonly name = 'EaselError';
  readonly reason: Reason;
  readonly facts: ErrorFacts;

  constructor(reason: Reason, options: { facts?: ErrorFacts; cause?: unknown } = {}) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.facts = options.facts ?? {};
  }
}

/** The HTTP status that each reason travels with. */
export const STATUS_OF: Record<Reason, number> = {
  PROMPT_INVALID: 400,
  PROMPT_REJECTED: 400,
  MODEL_UNKNOWN: 400,
  SIZE_UNSUPPORTED: 400,
  INPUT_INVALID: 400,
  SIGNED_OUT: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CANCELED: 409,
  QUOTA_EXCEEDED: 429,
  TOO_MANY_IN_FLIGHT: 429,
  RATE_LIMITED: 429,
  UPSTREAM_AUTH: 502,
  UPSTREAM_BILLING: 502,
  UPSTREAM_RATE_LIMITED: 503,
  UPSTREAM_UNAVAILABLE: 503,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_BAD_IMAGE: 502,
  STORAGE_UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** Plain English, for whoever has no words of their own (`Context.words`). */
export const MESSAGE_OF: Record<Reason, string> = {
  PROMPT_INVALID: 'The prompt must have between 1 and 1000 characters.',
  PROMPT_REJECTED: 'The image service refused this prompt.',
  MODEL_UNKNOWN: 'This model is not offered.',
  SIZE_UNSUPPORTED: 'The model cannot paint this size.',
  INPUT_INVALID: 'The request is not of the expected form.',
  SIGNED_OUT: 'Sign in first.',
  FORBIDDEN: 'This is not allowed.',
  NOT_FOUND: 'There is nothing here.',
  CANCELED: 'This was canceled.',
  QUOTA_EXCEEDED: "Today's allowance is used up.",
  TOO_MANY_IN_FLIGHT: 'Too many pictures are in the making; wait for one to finish.',
  RATE_LIMITED: 'Too many requests; wait a moment.',
  UPSTREAM_AUTH: 'The image service refused our key.',
  UPSTREAM_BILLING: 'The image service reports a billing problem.',
  UPSTREAM_RATE_LIMITED: 'The image service is busy.',
  UPSTREAM_UNAVAILABLE: 'The image service is not available.',
  UPSTREAM_TIMEOUT: 'The image service took too long.',
  UPSTREAM_BAD_IMAGE: 'The image service sent no usable picture.',
  STORAGE_UNAVAILABLE: 'The picture store is not available.',
  INTERNAL: 'Something went wrong on our side.',
};
