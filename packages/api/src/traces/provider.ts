// Loaded only when traces are asked for. Addresses, headers, the service's name and its attributes are
// read by OpenTelemetry's own packages, from its own variables.
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TraceSettings } from '../config.ts';
import type { Log } from '../log.ts';
import { untilAborted } from '../until-aborted.ts';
import { carefully } from './exporter.ts';

/** A collector that hangs holds nobody up for longer. */
const END_MS = 1500;

/** Makes spans of this process go to the collector. Once a process. */
export async function openTraces(
  settings: TraceSettings,
  log: Log,
  serviceName: string,
): Promise<() => Promise<void>> {
  const { OTLPTraceExporter } =
    settings.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  const told = detectResources({
    detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector],
  });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': serviceName }))
      .merge(told),
    sampler: samplerOf(settings),
    spanProcessors: [new BatchSpanProcessor({ exporter: carefully(new OTLPTraceExporter(), log) })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return () => untilAborted(provider.shutdown(), AbortSignal.timeout(END_MS)).catch(() => {});
}

function samplerOf({ sampler, share }: TraceSettings): Sampler {
  const root = rootSampler(sampler, share);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(sampler: TraceSettings['sampler'], share: number): Sampler {
  if (sampler.endsWith('always_off')) return new AlwaysOffSampler();
  if (sampler.endsWith('traceidratio')) return new TraceIdRatioBasedSampler(share);
  return new AlwaysOnSampler();
}
