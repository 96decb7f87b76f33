import type { Outcome } from './outcome.ts';

export type ImportSummary = {
  /** `named`: had come without a name before. */
  users: { made: number; matched: number; named: number };
  /** Rows of the older system by what this run did with them. */
  rows: Record<Outcome['state'] | 'unchanged', number>;
  /** Those of them that the next run may bring, as their host was in trouble. */
  later: number;
  /** Placeholders that left the gallery, as nothing will come in their place. */
  removed: number;
  /** Of the pictures that were copied. */
  bytes: number;
};

export type Tally = {
  summary: ImportSummary;
  unchanged(): void;
  removed(count: number): void;
  people(settled: { made: number; matched: number }): void;
  named(count: number): void;
  outcome(outcome: Outcome): void;
};

/** Counts what a run does, and tells `progress` of every row that is dealt with. */
export function openTally(progress: () => void): Tally {
  const summary: ImportSummary = {
    users: { made: 0, matched: 0, named: 0 },
    rows: { listed: 0, copied: 0, gone: 0, refused: 0, skipped: 0, unchanged: 0 },
    later: 0,
    removed: 0,
    bytes: 0,
  };
  return {
    summary,
    unchanged() {
      summary.rows.unchanged += 1;
      progress();
    },
    removed(count) {
      summary.removed += count;
    },
    people({ made, matched }) {
      summary.users.made += made;
      summary.users.matched += matched;
    },
    named(count) {
      summary.users.named += count;
    },
    outcome({ state, final, kept }) {
      summary.rows[state] += 1;
      summary.later += final === false ? 1 : 0;
      summary.bytes += state === 'copied' ? (kept?.picture.originalBytes ?? 0) : 0;
      progress();
    },
  };
}

/** How many rows a summary has dealt with. */
export function rowsOf({ rows }: ImportSummary): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}
