import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Behaviour } from './control.ts';
import type { Refusal } from './rules.ts';

const PAGE = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n`;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** An error in the shape of the real service. */
export function sendError(response: ServerResponse, refusal: Refusal, headers = {}): void {
  const { status, message, code, param } = refusal;
  const type = status === 401 ? 'authentication_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, param, code } }, headers);
}

/**
 * Faults of what stands in front of the model: gateways, accounts, filters. Returns false when the
 * behaviour has none, and the call goes on.
 */
export async function answeredInFront(
  behaviour: Behaviour,
  key: string,
  response: ServerResponse,
): Promise<boolean> {
  const refuse = (status: number, code: string, message: string, headers = {}) =>
    sendError(response, { status, code, message, param: null }, headers);
  if (behaviour.status !== undefined) {
    sendAnything(response, behaviour.status, behaviour);
    return true;
  }
  switch (behaviour.fault) {
    case 'html200':
    case 'html502':
      response.writeHead(behaviour.fault === 'html200' ? 200 : 502, {
        'content-type': 'text/html',
      });
      response.end(PAGE);
      return true;
    case 'hang':
      await once(response, 'close');
      return true;
    case 'rateLimit':
      refuse(429, 'rate_limit_exceeded', 'Rate limit reached for images.', retryAfter(behaviour));
      return true;
    case 'insufficient_quota':
      refuse(429, 'insufficient_quota', 'You exceeded your current quota, please check your plan.');
      return true;
    case 'moderation_blocked':
      refuse(400, 'moderation_blocked', 'Your request was rejected by the safety system.');
      return true;
    case 'echoKey401':
      refuse(
        401,
        'invalid_api_key',
        `Incorrect API key provided: ${key}. Ask admin@relay.example.`,
      );
      return true;
    case 'error200':
      sendJson(response, 200, { error: { message: 'upstream error', code: 500 } });
      return true;
    case 'redirect':
      response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' });
      response.end();
      return true;
    default:
      return false;
  }
}

function sendAnything(response: ServerResponse, status: number, behaviour: Behaviour): void {
  if (typeof behaviour.body !== 'string') {
    sendJson(response, status, behaviour.body ?? {}, behaviour.headers);
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain', ...behaviour.headers });
  response.end(behaviour.body);
}

function retryAfter(behaviour: Behaviour): Record<string, string> {
  const seconds = behaviour.retryAfter ?? 1;
  if (behaviour.retryAfterAs === 'absent') return {};
  if (behaviour.retryAfterAs !== 'date') return { 'retry-after': String(seconds) };
  return { 'retry-after': new Date(Date.now() + seconds * 1000).toUTCString() };
}
