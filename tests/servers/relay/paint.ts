import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './control.ts';
import { sendJson } from './front.ts';
import { type Format, paintBlots, repaint } from './pictures.ts';
import { answersWithUrls, type Parameters } from './rules.ts';

export type Order = {
  parameters: Parameters;
  source: Uint8Array | undefined;
  fault: Fault | undefined;
  delayMs: number;
  answer: 'url' | 'b64_json' | null;
  /** Keeps bytes and returns the address that they are served from. */
  keep: (bytes: Buffer, format: Format) => string;
};

/** Paints what was ordered and answers it: as JSON, or as events where the call asks for them. */
export async function answerPicture(response: ServerResponse, order: Order): Promise<void> {
  const { parameters, fault } = order;
  const prompt = String(parameters.prompt);
  const format = formatOf(parameters.output_format);
  const size = sizeOf(parameters.size);
  const bytes = order.source
    ? await repaint(order.source, prompt, size, format)
    : await paintBlots(prompt, size, format);
  const headers = { 'x-request-id': `req_${Math.random().toString(36).slice(2, 12)}` };
  if (parameters.stream === true && fault !== 'plainJson') {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    await sendEvents(response, order, bytes);
    return;
  }
  await wait(order.delayMs);
  const body = {
    created: seconds(),
    data: entries(order, bytes, format),
    ...details(order, format),
  };
  if (fault !== 'cutBody') return sendJson(response, 200, body, headers);
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

async function sendEvents(response: ServerResponse, order: Order, bytes: Buffer): Promise<void> {
  const { parameters, fault } = order;
  const format = formatOf(parameters.output_format);
  const kind = order.source ? 'image_edit' : 'image_generation';
  const partials = Number(parameters.partial_images ?? 0);
  const common = { created_at: seconds(), ...details(order, format) };
  const send = (type: string, fields: object) => {
    const { usage: _, ...unfinished } = common;
    const rest = type.endsWith('completed') ? common : unfinished;
    const data = JSON.stringify({ type, ...fields, ...rest });
    response.write(`event: ${type}\ndata: ${data}\n\n`);
  };
  for (let index = 0; index < partials; index += 1) {
    await wait(order.delayMs / (partials + 1));
    const size = sizeOf(parameters.size);
    const partial = await paintBlots(String(parameters.prompt), size, format, index + 2);
    const fields = { b64_json: partial.toString('base64'), partial_image_index: index };
    send(`${kind}.partial_image`, fields);
  }
  await wait(order.delayMs / (partials + 1));
  if (fault === 'cutStream' || fault === 'cutBody') {
    response.destroy();
    return;
  }
  const [entry] = entries(order, bytes, format);
  send(`${kind}.completed`, entry ?? {});
  response.end();
}

/** `data` of an answer, with the faults that a picture itself can have. */
function entries(
  { parameters, fault, answer, keep }: Order,
  bytes: Buffer,
  format: Format,
): object[] {
  const model = String(parameters.model);
  const base64 = bytes.toString('base64');
  const prefix = `data:image/${format};base64,`;
  const revised = /^dall-e-3$/.test(model)
    ? { revised_prompt: `${parameters.prompt}, in great detail` }
    : {};
  switch (fault) {
    case 'noImage':
      return [];
    case 'halfImage':
      return [{ b64_json: bytes.subarray(0, bytes.length / 2).toString('base64') }];
    case 'svg':
      return [
        { b64_json: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64') },
      ];
    case 'notABase64':
      return [{ b64_json: '!!! this is not base64 !!!' }];
    case 'dataPrefix':
      return [{ b64_json: prefix + base64, ...revised }];
    case 'dataUrl':
      return [{ url: prefix + base64, ...revised }];
    case 'goneUrl':
      return [{ url: `${keep(bytes, format)}.gone`, ...revised }];
    default: {
      const asked = answersWithUrls(model) ? (parameters.response_format ?? 'url') : 'b64_json';
      const url = (answer ?? asked) === 'url';
      return [url ? { url: keep(bytes, format), ...revised } : { b64_json: base64, ...revised }];
    }
  }
}

type Details = {
  usage?: object;
  background?: string;
  output_format?: Format;
  quality?: string;
  size?: string;
};

/** What GPT image models say about a picture beside it; retired models say nothing. */
function details({ parameters }: Order, format: Format): Details {
  if (!String(parameters.model).startsWith('gpt-image')) return {};
  const { width, height } = sizeOf(parameters.size);
  const input = Math.ceil(String(parameters.prompt).length / 4);
  const output = Math.ceil((width * height) / 1024);
  const usage = {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    input_tokens_details: { image_tokens: 0, text_tokens: input },
  };
  const size = `${width}x${height}`;
  return { background: 'opaque', output_format: format, quality: 'medium', size, usage };
}

function formatOf(value: unknown): Format {
  return value === 'jpeg' || value === 'webp' ? value : 'png';
}

function sizeOf(value: unknown): { width: number; height: number } {
  const match = /^(\d+)x(\d+)$/.exec(String(value));
  return match
    ? { width: Number(match[1]), height: Number(match[2]) }
    : { width: 1024, height: 1024 };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
