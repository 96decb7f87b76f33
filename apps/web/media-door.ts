import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request for a public picture; false when it is for somebody else to answer. */
type Door = (request: IncomingMessage, response: ServerResponse) => boolean;

// The server and what Next has bundled each load this module; they share the process.
const KEY = Symbol.for('easel.media');
const shared = globalThis as { [KEY]?: Door };

/** Called by the site's own code when it has started. */
export function openMediaDoor(door: Door): void {
  shared[KEY] = door;
}

/** Called by the server that the site runs in, ahead of Next. */
export function throughMediaDoor(request: IncomingMessage, response: ServerResponse): boolean {
  return shared[KEY]?.(request, response) ?? false;
}
