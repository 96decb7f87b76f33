/**
 * The header in which the server (serve.ts) tells routes and pages the connection's other end, which
 * Next does not. It is set on every request, whatever the other end has put there.
 */
export const PEER = 'x-easel-peer';
