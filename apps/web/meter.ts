// What the web process has counted since it started: requests by the server (serve.ts), sign-ins by
// the routes. Prometheus's text format, version 0.0.4.

/** Upper ends of the buckets that durations fall into, in seconds. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = ['GET', 'HEAD', 'POST'];

const FOLDERS = ['api', 'media', '_next'] as const;
type Kind = (typeof FOLDERS)[number] | 'trpc' | 'page' | 'stream';

type Durations = { buckets: number[]; sum: number; count: number };
type Meter = {
  requests: Map<string, number>;
  durations: Map<string, Durations>;
  signIns: Map<string, number>;
};

const KEY = Symbol.for('easel.meter');

/** One for the process, though the build bundles this file apart from the server's. */
function meter(): Meter {
  const shared = globalThis as { [KEY]?: Meter };
  shared[KEY] ??= { requests: new Map(), durations: new Map(), signIns: new Map() };
  return shared[KEY];
}

/** Counts an answer. The labels are few, whatever is asked for. */
export function countRequest(method = '', kind: Kind, status: number, seconds: number): void {
  const { requests, durations } = meter();
  const verb = METHODS.includes(method) ? method : 'other';
  add(requests, `method="${verb}",kind="${kind}",status="${Math.floor(status / 100)}xx"`);
  const spent = durations.get(kind) ?? { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
  BUCKETS.forEach((end, at) => {
    if (seconds <= end) spent.buckets[at] = (spent.buckets[at] ?? 0) + 1;
  });
  spent.sum += seconds;
  spent.count += 1;
  durations.set(kind, spent);
}

/** What an address asks for, in a word. */
export function kindOf(address = ''): Kind {
  const [, first, second] = address.split(/[/?#]/, 3);
  if (first === 'api' && second === 'trpc') return 'trpc';
  return FOLDERS.find((folder) => folder === first) ?? 'page';
}

/** Counts a sign-in at one of the configured providers, or `local`. */
export function countSignIn(way: string): void {
  add(meter().signIns, `way="${way}"`);
}

function add(counts: Map<string, number>, labels: string): void {
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
}

/** Everything counted, and the process's memory. */
export function meterText(): string {
  const { requests, durations, signIns } = meter();
  const seconds = [...durations].flatMap(([kind, { buckets, sum, count }]) => [
    ...BUCKETS.map((end, at) => [`_bucket{kind="${kind}",le="${end}"}`, buckets[at] ?? 0] as const),
    [`_bucket{kind="${kind}",le="+Inf"}`, count] as const,
    [`_sum{kind="${kind}"}`, sum] as const,
    [`_count{kind="${kind}"}`, count] as const,
  ]);
  const { rss, heapUsed } = process.memoryUsage();
  return [
    metric('easel_http_requests_total', 'counter', 'Answers.', labelled(requests)),
    metric('easel_http_request_seconds', 'histogram', 'From request to the last byte.', seconds),
    metric('easel_sign_ins_total', 'counter', 'Sign-ins.', labelled(signIns)),
    metric('easel_process_resident_bytes', 'gauge', 'Memory of this process.', [['', rss]]),
    metric('easel_process_heap_bytes', 'gauge', 'Its JavaScript heap.', [['', heapUsed]]),
  ].join('');
}

/** One metric with its samples; what stands before the value follows the name. */
export function metric(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  samples: Iterable<readonly [string, number]>,
): string {
  const lines = [...samples].map(([rest, value]) => `${name}${rest} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelled(counts: Map<string, number>): (readonly [string, number])[] {
  return [...counts].map(([labels, value]) => [`{${labels}}`, value] as const);
}
