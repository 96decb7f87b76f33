import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTraces } from '@easel/api/server';
import { afterEach, expect, test, vi } from 'vitest';
import { openFaultBench, untilExit } from '../faults/bench-of-faults.ts';
import { startCollector } from '../servers/collector.ts';
import { startEasel } from '../servers/easel.ts';

const LONG_MS = 60_000;
const FAILED = 2;

afterEach(() => vi.unstubAllEnvs());

test('a generation is one trace from the call to the picture, with ids and nothing that a person wrote', {
  timeout: 120_000,
}, async () => {
  await using collector = await startCollector();
  await using bench = await openFaultBench(collector.env);
  for (const [name, value] of Object.entries(collector.env)) vi.stubEnv(name, value);
  const endTraces = await startTraces(bench.studio, 'web');
  const { id } = await bench.ask('a secretive lake at dawn');
  await expect(bench.caller.wallpaper.byId({ id })).rejects.toThrow();
  await endTraces();
  const worker = bench.startWorker();
  await bench.untilAllEnded(LONG_MS);
  worker.kill('SIGTERM');
  expect(await untilExit(worker)).toEqual({ code: 0, signal: null });

  const spans = collector.spans();
  const only = (name: string) => {
    const [span, ...more] = spans.filter((each) => each.name === name);
    if (!span || more.length > 0) throw new Error(`${name}: ${more.length + (span ? 1 : 0)} spans`);
    return span;
  };
  const call = only('trpc generation.create');
  expect(call).toMatchObject({ service: 'easel-web', attributes: { 'easel.request.id': 'test' } });
  const generation = only('generation');
  expect(generation).toMatchObject({ service: 'easel-worker', traceId: call.traceId });
  expect(generation.attributes).toEqual({
    'easel.generation.id': id,
    'easel.generation.attempt': 1,
    'easel.model': 'gpt-image-2',
    'easel.request.id': 'test',
  });
  for (const name of ['paint', 'keep answer', 'store', 'commit'])
    expect(only(name), name).toMatchObject({
      parentSpanId: generation.spanId,
      traceId: call.traceId,
    });
  // Refused, which is no failure of ours.
  expect(only('trpc wallpaper.byId')).toMatchObject({
    attributes: { 'easel.reason': 'NOT_FOUND' },
    status: { code: 0 },
  });
  expect(collector.written()).toContain(id);
  expect(collector.written()).not.toMatch(/secretive|lake|Ada|sk-test|postgres:/);
});

test('the site tells of its requests by their routes, in traces of its own, to the last one before it stops', {
  timeout: 300_000,
}, async () => {
  await using collector = await startCollector();
  const easel = await startEasel({ env: collector.env });
  const theirs = '0af7651916cd43dd8448eb211c80319c';
  try {
    const headers = { traceparent: `00-${theirs}-b7ad6b7169203331-00` };
    for (const path of ['/zh?query=secretive', '/api/trpc/user.me?word=secretive'])
      await (await fetch(`${easel.url}${path}`, { headers })).text();
  } finally {
    await easel.stop();
  }
  const spans = collector.spans().filter(({ service }) => service === 'easel-web');
  const request = (name: string) => spans.find((span) => span.name === name);
  expect(request('GET /[locale]')?.attributes).toMatchObject({ 'http.status_code': 200 });
  const asked = request('GET /api/trpc/[trpc]');
  expect(asked?.attributes).toMatchObject({ 'http.status_code': 401 });
  expect(request('trpc user.me')).toMatchObject({
    traceId: asked?.traceId,
    attributes: { 'easel.reason': 'SIGNED_OUT' },
  });
  expect(collector.written()).not.toMatch(/secretive/);
  expect(spans.map(({ traceId }) => traceId)).not.toContain(theirs);
});

test('an attempt that fails says with which reason, and not in whose words', {
  timeout: 120_000,
}, async () => {
  await using collector = await startCollector();
  await using bench = await openFaultBench(collector.env);
  const body = { error: { message: 'the words of the service', code: 'billing', type: 'x' } };
  await bench.relay.control({ default: { status: 401, body } });
  await bench.ask('a secretive lake');
  const worker = bench.startWorker();
  const [ended] = await bench.untilAllEnded(LONG_MS);
  expect(ended?.error?.reason).toBe('UPSTREAM_AUTH');
  worker.kill('SIGTERM');
  expect(await untilExit(worker)).toEqual({ code: 0, signal: null });

  for (const name of ['generation', 'paint']) {
    const found = collector.spans().filter((span) => span.name === name);
    expect(found, name).toHaveLength(1);
    expect(found[0]).toMatchObject({
      attributes: { 'easel.reason': 'UPSTREAM_AUTH' },
      status: { code: FAILED, message: 'UPSTREAM_AUTH' },
    });
  }
  expect(collector.written()).not.toMatch(/secretive|the words|sk-test/);
});

test('a collector that never answers keeps no worker from leaving', {
  timeout: 120_000,
}, async () => {
  await using collector = await startCollector({ hangs: true });
  // The exporter gives up long after a supervisor's patience has ended.
  const patient = { OTEL_EXPORTER_OTLP_TIMEOUT: '600000' };
  await using bench = await openFaultBench({ ...collector.env, ...patient });
  await bench.ask('a lake');
  const worker = bench.startWorker();
  const [ended] = await bench.untilAllEnded(LONG_MS);
  expect(ended?.status).toBe('succeeded');
  worker.kill('SIGTERM');
  expect(await untilExit(worker)).toEqual({ code: 0, signal: null });
  await expect.poll(() => collector.connections()).toBeGreaterThan(0);
});

test('while traces are off nothing is loaded for them and nobody is called', {
  timeout: 120_000,
}, async () => {
  await using collector = await startCollector();
  const folder = await mkdtemp(join(tmpdir(), 'easel-loaded-'));
  const loaded = async (env: Record<string, string>) => {
    const report = await mkdtemp(join(folder, 'worker-'));
    // Node's own list of what it has loaded.
    await using bench = await openFaultBench({ ...env, NODE_V8_COVERAGE: report });
    await bench.ask('a lake');
    const worker = bench.startWorker();
    await bench.untilAllEnded(LONG_MS);
    worker.kill('SIGTERM');
    await untilExit(worker);
    const files = await readdir(report);
    const texts = await Promise.all(files.map((file) => readFile(join(report, file), 'utf8')));
    return texts.join('');
  };
  try {
    const off = await loaded({ ...collector.env, OTEL_SDK_DISABLED: 'true' });
    expect(off).toContain('apps/worker/src/main.ts');
    expect(off).not.toMatch(/@opentelemetry\/(sdk|exporter|otlp|core|resources|context)/);
    expect(collector.connections()).toBe(0);
    expect(await loaded(collector.env)).toContain('@opentelemetry/sdk-trace');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
