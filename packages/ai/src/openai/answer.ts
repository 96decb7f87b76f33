import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import type { Painting, PaintRequest, Usage } from '../model.ts';
import { ServiceFailure } from './failure.ts';
import { decodePicture, pictureIn } from './picture.ts';

type Fields = Record<string, unknown>;

export type Reading = {
  client: OpenAI;
  /** How many unfinished pictures were asked for. */
  previews: number;
  onPreview?: PaintRequest['onPreview'];
};

/** Reads a picture out of an answer: plain JSON or events, whichever came, whatever was asked for. */
export async function readAnswer(response: Response, reading: Reading): Promise<Painting> {
  const painting = await readPainting(response, reading);
  const requestId = response.headers.get('x-request-id');
  return requestId ? { ...painting, requestId } : painting;
}

async function readPainting(response: Response, reading: Reading): Promise<Painting> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('text/event-stream')) return readEvents(response, reading);
  const text = await response.text();
  if (/^\s*(data|event):/.test(text)) return readEvents(new Response(text), reading);
  const body = parseJson(text);
  if (body === undefined) throw refusal(text, response);
  return paintingIn(body, response);
}

async function readEvents(response: Response, reading: Reading): Promise<Painting> {
  const stream = Stream.fromSSEResponse<unknown>(response, new AbortController(), reading.client);
  for await (const event of stream) {
    if (!isFields(event)) continue;
    const type = String(event.type ?? '');
    if (type.endsWith('.partial_image')) showPreview(event, reading);
    else if (type === 'error') throw refusal(event, response);
    else if (type.endsWith('.completed') || Array.isArray(event.data)) {
      return paintingIn(event, response);
    }
  }
  throw refusal('The events ended before the picture came.', response);
}

/** A preview is a courtesy: one that cannot be read or shown does not cost the picture. */
function showPreview(event: Fields, { previews, onPreview }: Reading): void {
  const { b64_json: text, partial_image_index: index } = event;
  if (!onPreview || typeof text !== 'string') return;
  try {
    const { picture, mediaType } = decodePicture(text);
    const done = (typeof index === 'number' ? index : 0) + 1;
    const progress = Math.min(0.95, done / (previews + 1));
    if (picture.kind === 'bytes') onPreview({ bytes: picture.bytes, mediaType, progress });
  } catch {
    return;
  }
}

function paintingIn(body: unknown, response: Response): Painting {
  if (!isFields(body)) throw refusal(body, response);
  const entries = body.data ?? body;
  const entry: unknown = Array.isArray(entries) ? entries[0] : entries;
  // Some relays answer errors with status 200. An answer with both is a picture, and paid for.
  if (body.error && (body.data == null || entry === undefined)) throw refusal(body.error, response);
  const complains = ['message', 'msg', 'detail'].some((key) => body[key] !== undefined);
  if (entry === body && complains) throw refusal(body, response);
  const revised = isFields(entry) ? entry.revised_prompt : undefined;
  const usage = usageIn(body.usage);
  return {
    ...pictureIn(entry),
    ...(typeof revised === 'string' && revised !== '' ? { revisedPrompt: revised } : {}),
    ...(usage ? { usage } : {}),
  };
}

/** What came with status 200 and is no picture: its status says nothing. */
function refusal(body: unknown, response: Response): ServiceFailure {
  return new ServiceFailure({ status: undefined, body, headers: response.headers });
}

function usageIn(usage: unknown): Usage | undefined {
  if (!isFields(usage)) return undefined;
  const { input_tokens: inputTokens, output_tokens: outputTokens } = usage;
  if (typeof inputTokens !== 'number' || typeof outputTokens !== 'number') return undefined;
  return { inputTokens, outputTokens };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
