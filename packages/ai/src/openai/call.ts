import OpenAI, { APIConnectionError, APIError, toFile } from 'openai';
import type { AiSettings } from '../catalog.ts';
import { type Deadline, startDeadline } from '../deadline.ts';
import { PaintError, type Painting, type PaintRequest } from '../model.ts';
import { formatSize, supportsSize } from '../size.ts';
import { readAnswer } from './answer.ts';
import type { Capabilities } from './capabilities.ts';
import {
  type Failure,
  failureError,
  mayDislikeParameters,
  parametersNamed,
  ServiceFailure,
} from './failure.ts';
import { openRelayFetch } from './relay-fetch.ts';
import { redactedCause, redactor } from './secrets.ts';

export type ServiceSettings = NonNullable<AiSettings['openai']> & { timeoutMs: number };

const OPENAI = 'https://api.openai.com/v1';
/** Each unfinished picture is paid for; two show enough of the way. */
const PREVIEWS = 2;

type Parameters = Record<string, string | number | boolean>;

/** Paints one picture with one call; with two where a relay turns down what the original takes. */
export async function paintWithService(
  { info, takes }: Capabilities,
  settings: ServiceSettings,
  request: PaintRequest,
): Promise<Painting> {
  const size = formatSize(request.size);
  if (!supportsSize(info.sizes, request.size)) {
    throw new PaintError('SIZE_UNSUPPORTED', `${info.id} does not paint ${size}.`);
  }
  return callService(settings, request.signal, async (client, signal) => {
    const fixed: Parameters = { model: info.id, prompt: request.prompt, size };
    const optional = optionalParameters({ info, takes }, request);
    const source = info.edits ? request.source : undefined;
    const send = async (parameters: Parameters) => {
      const response = await post(client, parameters, source, signal);
      const previews = parameters.stream ? PREVIEWS : 0;
      return readAnswer(response, { client, previews, onPreview: request.onPreview });
    };
    try {
      return await send({ ...fixed, ...optional });
    } catch (error) {
      const failure = failureIn(error);
      if (!failure || !mayDislikeParameters(failure) || Object.keys(optional).length === 0) {
        throw error;
      }
      return send({ ...fixed, ...choicesToKeep(optional, failure) });
    }
  });
}

/** Runs one exchange with a client of its own, and turns whatever goes wrong into a PaintError. */
export async function callService<T>(
  settings: ServiceSettings,
  caller: AbortSignal,
  exchange: (client: OpenAI, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(settings.timeoutMs, caller);
  const baseURL = settings.baseUrl ?? OPENAI;
  const redact = redactor(settings.apiKey);
  try {
    const relay = openRelayFetch(baseURL);
    try {
      const client = new OpenAI({
        apiKey: settings.apiKey,
        baseURL,
        // Null keeps the client from reading these out of the environment, and to a relay.
        organization: null,
        project: null,
        adminAPIKey: null,
        webhookSecret: null,
        // Each repeat is billed: whoever queued the call decides.
        maxRetries: 0,
        // The deadline's signal ends the call first; this only lifts the client's own ten minutes.
        timeout: Math.min(settings.timeoutMs + 60_000, 2 ** 31 - 1),
        fetch: relay.fetch,
        logLevel: 'off',
      });
      deadline.signal.throwIfAborted();
      return await exchange(client, deadline.signal);
    } finally {
      await relay.close();
    }
  } catch (error) {
    throw paintErrorOf(error, { deadline, caller, redact, timeoutMs: settings.timeoutMs });
  } finally {
    deadline.clear();
  }
}

function optionalParameters({ info, takes }: Capabilities, request: PaintRequest): Parameters {
  const { quality, style, user } = request;
  return {
    ...(quality && info.qualities.includes(quality) ? { quality } : {}),
    ...(style && info.styles.includes(style) ? { style } : {}),
    ...(takes.includes('output_format') ? { output_format: 'png' } : {}),
    ...(takes.includes('response_format') ? { response_format: 'b64_json' } : {}),
    ...(user && takes.includes('safety_identifier') ? { safety_identifier: user } : {}),
    ...(request.onPreview && takes.includes('partial_images')
      ? { stream: true, partial_images: PREVIEWS }
      : {}),
  };
}

/** For the second attempt: a person's own choices stay, unless they are what was turned down. */
function choicesToKeep(optional: Parameters, failure: Failure): Parameters {
  const named = parametersNamed(failure, Object.keys(optional));
  const kept = Object.entries(optional).filter(
    ([name]) =>
      (name === 'quality' || name === 'style') && named.length > 0 && !named.includes(name),
  );
  return Object.fromEntries(kept);
}

/**
 * Posts without the client's typed methods, because their types know neither the parameters that
 * retired models take nor a relay that answers JSON where events were asked for.
 */
async function post(
  client: OpenAI,
  parameters: Parameters,
  source: PaintRequest['source'],
  signal: AbortSignal,
): Promise<Response> {
  const { model, prompt, ...rest } = parameters;
  const body = { model: String(model), prompt: String(prompt), ...rest };
  if (!source) return client.images.generate(body, { signal }).asResponse();
  const name = `source.${source.mediaType.split('/')[1] ?? 'png'}`;
  const image = await toFile(source.bytes, name, { type: source.mediaType });
  return client.images.edit({ ...body, image }, { signal }).asResponse();
}

function failureIn(error: unknown): Failure | null {
  if (error instanceof ServiceFailure) return error.failure;
  if (!(error instanceof APIError) || error instanceof APIConnectionError) return null;
  const { status, headers } = error;
  // What was no JSON is only in the message, behind the status.
  const body: unknown = error.error ?? error.message.replace(/^\d{3} /, '');
  return { status, headers, body };
}

function paintErrorOf(
  error: unknown,
  at: {
    deadline: Deadline;
    caller: AbortSignal;
    redact: (text: string) => string;
    timeoutMs: number;
  },
): PaintError {
  const cause = redactedCause(error, at.redact);
  if (at.deadline.timedOut()) {
    const message = `No picture within ${at.timeoutMs} ms.`;
    return new PaintError('UPSTREAM_TIMEOUT', message, { retryable: true, cause });
  }
  if (at.caller.aborted) return new PaintError('CANCELED', 'Canceled by the caller.', { cause });
  if (error instanceof PaintError) return error;
  const failure = failureIn(error);
  if (failure) return failureError(failure, at.redact, cause);
  // What is left is the connection: refused, cut, or an answer that stopped in the middle.
  const message = `No whole answer: ${messages(cause).join(': ')}`;
  return new PaintError('UPSTREAM_UNAVAILABLE', message, { retryable: true, cause });
}

/** Clients wrap what happened (`ECONNREFUSED`) into what it means to them (`Connection error.`). */
function messages(error: Error): string[] {
  return error.cause instanceof Error ? [error.message, ...messages(error.cause)] : [error.message];
}
