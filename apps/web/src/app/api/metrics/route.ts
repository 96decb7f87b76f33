import { createHash, timingSafeEqual } from 'node:crypto';
import { EaselError, readWorkload, type Workload } from '@easel/api/server';
import { handle } from '@/server/handle.ts';
import { meterText, metric } from '../../../../meter.ts';

/** What an operator's Prometheus collects; there is nothing here for those without the token. */
export const GET = handle(async ({ request, studio }) => {
  const { metricsToken } = studio.config;
  const [, given] = request.headers.get('authorization')?.match(/^Bearer +(\S+)$/i) ?? [];
  if (!metricsToken || !given || !same(given, metricsToken)) throw new EaselError('NOT_FOUND');
  return new Response(workText(await readWorkload(studio)) + meterText(), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  });
});

/** Compares in a time that says nothing about how much of it was right. */
function same(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function workText({ generations, queue }: Workload): string {
  const byStatus = Object.entries(generations);
  const inFlight = generations.running + generations.storing;
  return [
    metric(
      'easel_generations',
      'gauge',
      'Generations.',
      byStatus.map(([status, count]) => [`{status="${status}"}`, count]),
    ),
    metric('easel_generations_in_flight', 'gauge', 'Being painted or stored.', [['', inFlight]]),
    metric(
      'easel_queue_depth',
      'gauge',
      'Jobs that wait.',
      queue.map(({ name, waiting }) => [`{queue="${name}"}`, waiting]),
    ),
  ].join('');
}
