import type { Status } from '../contract.ts';

/**
 * Where each state may lead. `running → running` is a worker taking over a call that a crash cut;
 * `storing → storing` one that takes over an answer; `queued → storing` a retry whose answer is still
 * kept. Everything else is refused by the database.
 */
const NEXT: Record<Status, readonly Status[]> = {
  queued: ['running', 'storing', 'rejected', 'failed', 'canceled'],
  running: ['running', 'storing', 'retrying', 'rejected', 'failed', 'canceled'],
  retrying: ['running', 'storing', 'failed', 'canceled'],
  storing: ['storing', 'retrying', 'succeeded', 'failed', 'canceled'],
  failed: ['queued'],
  succeeded: [],
  rejected: [],
  canceled: [],
};

/** The states from which `to` may be entered. */
export function statesBefore(to: Status): Status[] {
  // Object.keys is typed as string[]; the keys of NEXT are the statuses by its type.
  return (Object.keys(NEXT) as Status[]).filter((from) => NEXT[from].includes(to));
}
