import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Log } from '../log.ts';
import { REASON } from './traced.ts';

const KIND = 'next.span_type';
/** Next tells of every module that it looks up, too: a dozen spans for a page, and nothing to learn. */
const WORTH_HAVING = [
  'BaseServer.handleRequest',
  'Middleware.execute',
  'AppRender.getBodyResult',
  'AppRender.fetch',
  'AppRouteRouteHandlers.runHandler',
];

/**
 * All that a span may say, whoever made it. Next would tell whole addresses, with what people search
 * for and the codes of a sign-in, and every library the text and stack of an error.
 */
const SAYS = [
  REASON,
  'easel.request.id',
  'easel.generation.id',
  'easel.generation.attempt',
  'easel.model',
  'http.method',
  'http.route',
  'http.status_code',
  KIND,
  'messaging.system',
  'messaging.operation.name',
  'messaging.destination.name',
  'messaging.message.id',
  'pgboss.job.retry_count',
];
/** A collector that is away for a day is no reason for a day's lines. */
const SILENCE_MS = 5 * 60_000;

/** The exporter, handed only what may leave; its failures are told now and then and harm nobody. */
export function carefully(exporter: SpanExporter, log: Log): SpanExporter {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    export(spans, done) {
      const kept = spans.filter(isWorthHaving).map(bare);
      if (kept.length === 0) return done({ code: ExportResultCode.SUCCESS });
      exporter.export(kept, (result) => {
        if (result.error && performance.now() - toldAt > SILENCE_MS) {
          toldAt = performance.now();
          log.warn({ why: result.error.message }, 'traces do not reach their collector');
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

function isWorthHaving({ attributes }: ReadableSpan): boolean {
  return attributes[KIND] === undefined || WORTH_HAVING.includes(String(attributes[KIND]));
}

/** The same span without anything else that it says: attributes, events, texts. */
function bare(span: ReadableSpan): ReadableSpan {
  const { kind, parentSpanContext, startTime, endTime, duration, ended } = span;
  const { links, resource, instrumentationScope, status, attributes } = span;
  // The one name that has an address in it.
  const name = attributes[KIND] === 'AppRender.fetch' ? 'fetch' : span.name;
  const reason = attributes[REASON];
  return {
    name,
    kind,
    spanContext: () => span.spanContext(),
    ...(parentSpanContext && { parentSpanContext }),
    startTime,
    endTime,
    duration,
    ended,
    resource,
    instrumentationScope,
    status: { code: status.code, ...(reason !== undefined && { message: String(reason) }) },
    attributes: Object.fromEntries(
      SAYS.flatMap((key) => (attributes[key] === undefined ? [] : [[key, attributes[key]]])),
    ),
    links: links.map(({ context }) => ({ context })),
    events: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
