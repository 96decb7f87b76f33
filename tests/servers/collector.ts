import { once } from 'node:events';
import { createServer } from 'node:http';

/** A span as it was posted, its attributes as plain values. */
export type PostedSpan = {
  service: string;
  library: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  status: { code?: number; message?: string };
  attributes: Record<string, unknown>;
};

type Attribute = { key: string; value: Record<string, unknown> };
type Body = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      scope: { name: string };
      spans: (Omit<PostedSpan, 'attributes'> & { attributes: Attribute[] })[];
    }[];
  }[];
};

/** A collector of traces that takes OTLP as JSON. With `hangs` it never answers. */
export async function startCollector({ hangs = false } = {}) {
  let connections = 0;
  let written = '';
  const bodies: Body[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    written += `${request.url} ${JSON.stringify(request.headers)} ${text}\n`;
    if (hangs) return;
    bodies.push(JSON.parse(text));
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    /** Makes a process send its traces here. */
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    connections: () => connections,
    /** Every byte that was posted, with addresses and headers. */
    written: () => written,
    spans: () => bodies.flatMap(spansOf),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function spansOf({ resourceSpans }: Body): PostedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...span,
        service: String(plain(resource.attributes)['service.name']),
        library: scope.name,
        attributes: plain(span.attributes),
      })),
    ),
  );
}

function plain(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
