import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { applyControl, type Call, freshSettings, reportOn } from './control.ts';
import { answeredInFront, sendError, sendJson } from './front.ts';
import { answerPicture } from './paint.ts';
import { isPicture } from './pictures.ts';
import { type Parameters, refusalOf } from './rules.ts';

const KEPT_FILES = 40;

/** The fake image service. All state is inside; it is told what to do over `/control`. */
export function createRelay(): Server {
  const settings = freshSettings();
  const files = new Map<string, { bytes: Buffer; type: string }>();
  let calls: Call[] = [];
  let fileCount = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = `http://${request.headers.host}`;
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    if (pathname === '/control') return control(request, response);
    if (pathname.startsWith('/files/')) return file(pathname, response);
    if (pathname === '/elsewhere') {
      response.writeHead(302, { location: searchParams.get('to') ?? '/' }).end();
      return;
    }
    if (request.method === 'GET' && pathname === '/v1/models') {
      const names = settings.models ?? ['gpt-image-2.5-flare', 'gpt-image-2.5-sunburst'];
      const data = names.map((id) => ({ id, object: 'model', created: 0, owned_by: 'relay' }));
      return sendJson(response, 200, { object: 'list', data });
    }
    if (request.method === 'POST' && pathname === '/v1/moderations' && settings.moderation) {
      return moderations(request, response);
    }
    if (request.method === 'POST' && /^\/v1\/images\/(generations|edits)$/.test(pathname)) {
      return images(request, response, origin, pathname);
    }
    const message = `Invalid URL (${request.method} ${pathname})`;
    sendError(response, { status: 404, message, code: 'not_found', param: null });
  }

  async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const posted = JSON.parse((await bodyOf(request)).toString());
      if (posted.reset) calls = [];
      applyControl(settings, posted);
    }
    sendJson(response, 200, reportOn(calls));
  }

  function file(pathname: string, response: ServerResponse): void {
    const kept = files.get(pathname);
    if (!kept) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
      return;
    }
    const headers = { 'content-type': kept.type, 'content-length': kept.bytes.length };
    response.writeHead(200, headers).end(kept.bytes);
  }

  async function moderations(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { input, model } = JSON.parse((await bodyOf(request)).toString());
    const call = { path: '/v1/moderations', parameters: { input, model } };
    calls.push({ ...call, authorization: request.headers.authorization ?? '' });
    const flagged = String(input).includes('forbidden');
    const categories = { violence: flagged };
    sendJson(response, 200, { id: 'modr-1', model, results: [{ flagged, categories }] });
  }

  async function images(
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
    path: string,
  ): Promise<void> {
    const { parameters, source } = await callIn(request);
    const authorization = request.headers.authorization ?? '';
    const call: Call = { path, parameters, authorization };
    if (source) call.sourceBytes = source.length;
    calls.push(call);
    response.once('close', () => {
      if (!response.writableFinished) call.aborted = true;
    });
    const behaviour = settings.next.shift() ?? settings.default;
    const delayMs = behaviour.delayMs ?? settings.delayMs;
    const key = authorization.replace(/^Bearer /, '');
    if (await answeredInFront(behaviour, key, response)) return;
    if (key === '') {
      const message = "You didn't provide an API key.";
      return sendError(response, { status: 401, message, code: 'invalid_api_key', param: null });
    }
    const edit = path.endsWith('edits');
    const refusal = refusalOf({
      parameters,
      edit,
      served: settings.models,
      refused: settings.refuse,
    });
    if (refusal) return sendError(response, refusal);
    if (edit && !(source && (await isPicture(source)))) {
      const message = 'Invalid image file or mode for image.';
      return sendError(response, {
        status: 400,
        message,
        code: 'invalid_image_file',
        param: 'image',
      });
    }
    if (String(parameters.prompt).includes('forbidden')) {
      await wait(delayMs);
      await answeredInFront({ fault: 'moderation_blocked' }, key, response);
      return;
    }
    const { fault } = behaviour;
    const keep = (bytes: Buffer, format: string) => {
      fileCount += 1;
      const name = `/files/${fileCount}.${format}`;
      files.set(name, { bytes, type: `image/${format}` });
      const [oldest] = files.keys();
      if (files.size > KEPT_FILES && oldest) files.delete(oldest);
      return origin + name;
    };
    const { answer } = settings;
    await answerPicture(response, { parameters, source, fault, delayMs, answer, keep });
  }

  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) sendJson(response, 500, { error: { message } });
      else response.destroy();
    });
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function callIn(
  request: IncomingMessage,
): Promise<{ parameters: Parameters; source: Uint8Array | undefined }> {
  const body = new Uint8Array(await bodyOf(request));
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) {
    return { parameters: JSON.parse(Buffer.from(body).toString()), source: undefined };
  }
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const parameters: Parameters = {};
  let source: Uint8Array | undefined;
  for (const [name, value] of form) {
    if (typeof value !== 'string') source = new Uint8Array(await value.arrayBuffer());
    else parameters[name] = typed(name, value);
  }
  return { parameters, source };
}

/** A form has only texts; these fields are not. */
function typed(name: string, value: string): unknown {
  if (name === 'stream') return value === 'true';
  return name === 'n' || name === 'partial_images' ? Number(value) : value;
}
