import { Writable } from 'node:stream';
import { ExportResultCode } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { openLog } from '../log.ts';
import { carefully } from './exporter.ts';

function open(exporter: SpanExporter) {
  const lines: string[] = [];
  const to = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  const log = openLog(parseConfig({}), 'test', to);
  const spanProcessors = [new SimpleSpanProcessor({ exporter: carefully(exporter, log) })];
  const provider = new TracerProvider({ spanProcessors });
  return { tracer: provider.getTracer('next.js'), flush: () => provider.forceFlush(), lines };
}

test('of what others say of a request only what is no secret leaves', async () => {
  const kept = new InMemorySpanExporter();
  const { tracer, flush } = open(kept);
  const span = tracer.startSpan('GET /[locale]', {
    attributes: {
      'next.span_type': 'BaseServer.handleRequest',
      'http.route': '/[locale]',
      'http.target': '/zh?query=lake&code=secret',
    },
  });
  span.recordException(new Error('insert into users values ($1) params: ada@example.com'));
  span.setStatus({ code: 2, message: 'params: ada@example.com' });
  span.end();
  const asked = {
    'next.span_type': 'AppRender.fetch',
    'http.url': 'https://id.example/?code=secret',
  };
  tracer.startSpan('fetch GET https://id.example/?code=secret', { attributes: asked }).end();
  const lookedUp = { 'next.span_type': 'LoadComponents.loadRouteModule' };
  tracer.startSpan('load route module', { attributes: lookedUp }).end();
  await flush();

  const sent = kept.getFinishedSpans();
  expect(
    sent.map(({ name, attributes, status, events }) => [name, attributes, status, events]),
  ).toEqual([
    [
      'GET /[locale]',
      { 'next.span_type': 'BaseServer.handleRequest', 'http.route': '/[locale]' },
      { code: 2 },
      [],
    ],
    ['fetch', { 'next.span_type': 'AppRender.fetch' }, { code: 0 }, []],
  ]);
});

test('a collector that refuses everything is told of once, not with every batch', async () => {
  const { tracer, flush, lines } = open({
    export: (_spans, done) => done({ code: ExportResultCode.FAILED, error: new Error('refused') }),
    shutdown: async () => {},
  });
  for (const name of ['a', 'b', 'c']) tracer.startSpan(name).end();
  await flush().catch(() => {});
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, why: 'refused' });
});
