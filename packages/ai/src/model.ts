/** Width and height in whole pixels. */
export type Size = { width: number; height: number };

/** The sizes an image service can be asked for. `options` are written `WIDTHxHEIGHT`. */
export type SizeRule =
  | { kind: 'fixed'; options: string[] }
  | {
      kind: 'any';
      multipleOf: number;
      /** Longest side divided by shortest. */
      maxRatio: number;
      maxEdge: number;
      minPixels: number;
      maxPixels: number;
    };

/** What a model can do, as every screen and script sees it. */
export type ModelInfo = {
  id: string;
  name: string;
  /** False for the built-in painter, which must be labelled "no AI model" wherever it is offered. */
  ai: boolean;
  /** Takes a source picture to work from. */
  edits: boolean;
  /** Sends unfinished pictures while it works. */
  previews: boolean;
  qualities: string[];
  styles: string[];
  sizes: SizeRule;
};

export type PaintRequest = {
  prompt: string;
  /** Which of the many pictures of a prompt, a whole number; services without seeds pass it over. */
  seed?: number;
  size: Size;
  quality?: string;
  style?: string;
  /** A picture to start from, for models that edit. */
  source?: { bytes: Uint8Array; mediaType: string };
  /** Opaque and not an address: services use it to tell one person's misuse from another's. */
  user?: string;
  signal: AbortSignal;
  /** Called with unfinished pictures (encoded image bytes) and how far along they are, 0..1. */
  onPreview?: (preview: { bytes: Uint8Array; mediaType: string; progress: number }) => void;
};

export type Usage = { inputTokens: number; outputTokens: number };

/** A finished picture: its bytes, or the address to fetch them from with `safeFetch`. */
export type Painting = {
  picture: { kind: 'bytes'; bytes: Uint8Array } | { kind: 'url'; url: string };
  mediaType?: string;
  revisedPrompt?: string;
  usage?: Usage;
  requestId?: string;
};

export interface ImageModel {
  readonly info: ModelInfo;
  /** Paints one picture. Throws `PaintError`, and nothing else, on any failure. */
  paint(request: PaintRequest): Promise<Painting>;
}

export type PaintReason =
  | 'PROMPT_REJECTED'
  | 'SIZE_UNSUPPORTED'
  | 'UPSTREAM_AUTH'
  | 'UPSTREAM_BILLING'
  | 'UPSTREAM_RATE_LIMITED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_BAD_IMAGE'
  | 'CANCELED'
  | 'INTERNAL';

/** Why a picture was not painted. `cause` and `message` are for the operator's log, never for a person. */
export class PaintError extends Error {
  override readonly name = 'PaintError';
  readonly reason: PaintReason;
  readonly retryable: boolean;
  /** How long the service asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: PaintReason,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}
