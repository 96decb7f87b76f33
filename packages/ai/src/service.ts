import { type AiSettings, offeredModels } from './catalog.ts';
import { type ImageModel, PaintError } from './model.ts';
import { createServiceModel } from './openai/model.ts';
import { type Judgement, moderate } from './openai/moderation.ts';
import { redactor } from './openai/secrets.ts';
import { createPainter } from './painter/index.ts';
import { painterInfo } from './painter/info.ts';
import { FetchError, type FetchReason, safeFetch } from './safe-fetch.ts';

/** Everything that an application needs to make pictures; holds no connection and no state. */
export type ImageService = {
  /**
   * By id, in the order offered; the first is the default. The painter is always there, so that what
   * was asked of it can be painted whatever is offered by now.
   */
  models: Map<string, ImageModel>;
  /** Judges a prompt before money is spent. `allowed` at once where moderation is off. */
  moderate: (prompt: string, signal: AbortSignal) => Promise<Judgement>;
  /** The bytes of a painting that came as an address. Throws PaintError. */
  fetchPicture: (url: string, signal: AbortSignal) => Promise<Uint8Array>;
};

const MAX_PICTURE_BYTES = 50_000_000;
const FETCH_TIMEOUT_MS = 120_000;

/**
 * Opens the models on offer with all that belongs to them. `warn` hears, once, that moderation was
 * asked for and the service has none that answers.
 */
export function openImageService(
  settings: AiSettings,
  warn: (message: string) => void = () => {},
): ImageService {
  let warned = false;
  const { openai, timeoutMs } = settings;
  return {
    models: new Map([...openModels(settings), [painterInfo.id, createPainter()]]),
    moderate: async (prompt, signal) => {
      if (!openai?.moderation) return 'allowed';
      const judgement = await moderate({ ...openai, timeoutMs }, prompt, signal);
      if (judgement === 'unavailable' && !warned) {
        warned = true;
        warn('The image service does not answer moderation requests; prompts are not checked.');
      }
      return judgement;
    },
    fetchPicture: (url, signal) => fetchPicture(settings, url, signal),
  };
}

/** The models on offer by id, in their order; the first is the default. */
export function openModels(settings: AiSettings): Map<string, ImageModel> {
  const { openai, timeoutMs } = settings;
  return new Map(
    offeredModels(settings).map(({ id }) => [
      id,
      openai && id !== painterInfo.id
        ? createServiceModel(id, { ...openai, timeoutMs })
        : createPainter(),
    ]),
  );
}

const REASONS = {
  Refused: 'UPSTREAM_BAD_IMAGE',
  TooLarge: 'UPSTREAM_BAD_IMAGE',
  Gone: 'UPSTREAM_BAD_IMAGE',
  Timeout: 'UPSTREAM_TIMEOUT',
  Unavailable: 'UPSTREAM_UNAVAILABLE',
} as const satisfies Record<FetchReason, string>;

async function fetchPicture(
  settings: AiSettings,
  url: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const relay = settings.openai?.baseUrl;
  try {
    const { bytes } = await safeFetch(url, {
      signal,
      maxBytes: MAX_PICTURE_BYTES,
      timeoutMs: Math.min(settings.timeoutMs, FETCH_TIMEOUT_MS),
      // The operator named it, so it may be plain http and private.
      ...(relay && { allowOrigin: relay }),
    });
    return bytes;
  } catch (error) {
    if (!(error instanceof FetchError)) {
      throw new PaintError('CANCELED', 'Canceled by the caller.', { cause: error });
    }
    const message = redactor(settings.openai?.apiKey ?? '')(error.message);
    throw new PaintError(REASONS[error.reason], message, { retryable: error.retryable });
  }
}
