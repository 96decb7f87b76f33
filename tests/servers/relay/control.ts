import type { Parameters } from './rules.ts';

const FAULTS = [
  'html200',
  'html502',
  'hang',
  'cutBody',
  'cutStream',
  'halfImage',
  'svg',
  'goneUrl',
  'noImage',
  'rateLimit',
  'echoKey401',
  'insufficient_quota',
  'moderation_blocked',
  'notABase64',
  'dataPrefix',
  'dataUrl',
  'plainJson',
  'error200',
  'redirect',
] as const;
export type Fault = (typeof FAULTS)[number];

/** How one call is answered. Without `fault`, `status` and `body` it is answered well. */
export type Behaviour = {
  fault?: Fault;
  /** Answers with this status and body (JSON unless a string). */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** With `rateLimit`: seconds, sent as such or as an HTTP date. */
  retryAfter?: number;
  retryAfterAs?: 'seconds' | 'date' | 'absent';
  delayMs?: number;
};

/** What `POST /control` takes. Fields left out stay as they are. */
export type Control = {
  /** For the coming calls, one each; then `default` again. A string is short for `{ fault }`. */
  next?: (Behaviour | Fault)[];
  default?: Behaviour | Fault;
  /** For every call without its own delay. */
  delayMs?: number;
  /** Names served; null serves every name. */
  models?: string[] | null;
  /** Answers every call this way, whatever it asks for; null answers as the real service does. */
  answer?: 'url' | 'b64_json' | null;
  /** Parameters that this relay does not know, though the original does. */
  refuse?: string[];
  /** Whether `/moderations` exists. */
  moderation?: boolean;
  /** Forgets calls and settings first. */
  reset?: boolean;
};

export type Call = {
  path: string;
  parameters: Parameters;
  /** Bytes of the source picture, with edits. */
  sourceBytes?: number;
  authorization: string;
  /** Set when the caller hung up before the answer was whole. */
  aborted?: boolean;
};

/** What `GET /control` answers. `calls` counts image calls; `prompts` counts them by prompt. */
export type Report = { calls: number; prompts: Record<string, number>; requests: Call[] };

export type Settings = Required<Omit<Control, 'reset' | 'next' | 'default'>> & {
  next: Behaviour[];
  default: Behaviour;
};

export function freshSettings(): Settings {
  return {
    next: [],
    default: {},
    delayMs: 0,
    models: null,
    answer: null,
    refuse: [],
    moderation: true,
  };
}

/** Changes settings in place by what was posted. Throws on a fault that does not exist. */
export function applyControl(settings: Settings, posted: Control): void {
  if (posted.reset) Object.assign(settings, freshSettings());
  const { reset: _, next, default: usual, ...plain } = posted;
  Object.assign(settings, plain);
  if (next) settings.next = next.map(behaviour);
  if (usual) settings.default = behaviour(usual);
}

function behaviour(given: Behaviour | Fault): Behaviour {
  const full = typeof given === 'string' ? { fault: given } : given;
  if (full.fault && !FAULTS.includes(full.fault)) throw new Error(`No fault ${full.fault}.`);
  return full;
}

export function reportOn(requests: Call[]): Report {
  const images = requests.filter(({ path }) => path.includes('/images/'));
  const prompts: Record<string, number> = {};
  for (const { parameters } of images) {
    const prompt = String(parameters.prompt);
    prompts[prompt] = (prompts[prompt] ?? 0) + 1;
  }
  return { calls: images.length, prompts, requests };
}
