/** Door "./import": brings an older system's people and pictures here. */
import { importPeople, inBulk } from '@easel/db';
import { eq } from 'drizzle-orm';
import { openStudio } from '../compose.ts';
import type { Config } from '../config.ts';
import { foresee } from './address.ts';
import { type ClerkPeople, parseClerk } from './clerk.ts';
import { commitOutcomes } from './commit.ts';
import { fetchPicture } from './fetch-picture.ts';
import { openHosts } from './hosts.ts';
import { keyOf } from './ids.ts';
import { countOlder, readPeople } from './older-rows.ts';
import { type Older, openOlder } from './older-tables.ts';
import type { Outcome } from './outcome.ts';
import { NOBODY, nameGuests, type Person, personOf, queueAvatars, settlePeople } from './people.ts';
import { writeReport } from './report.ts';
import { openRoom } from './room.ts';
import { recognize } from './source.ts';
import { type ImportSummary, openTally, rowsOf } from './tally.ts';
import { unlessAborted } from './unless-aborted.ts';
import { type Mode, type Run, type Wanted, wantedPages } from './wanted.ts';

export { ImportError } from './older-tables.ts';
export type { ImportSummary } from './tally.ts';

export type ImportOptions = {
  /** The older system's database. */
  from: string;
  schema?: string | undefined;
  /** `skip` lists rows with placeholders; a later `copy` fills them in. */
  images: Mode;
  /** Looks and counts, and changes nothing. */
  dryRun: boolean;
  /** Rows to bring this time, at most. */
  limit?: number | undefined;
  /** What is in an export of users from Clerk. */
  clerk?: string | undefined;
  /** One origin of pictures that may be in a private network, or plain http. */
  allowOrigin?: string | undefined;
  pictureTimeoutMs?: number;
};

export type ImportEnd = {
  summary: ImportSummary;
  /** Where the pictures that did not come are listed, when any did not. */
  report: string | null;
  /** Cut off by the signal: the next run goes on. */
  stopped: boolean;
};

const PICTURE_TIMEOUT_MS = 60_000;
/** Bytes of pictures in memory at once, with the rows that are being decoded. */
const ROOM = 16_000_000;
const PEOPLE_PAGE = 1000;
/** Copied pictures that are written down together. */
const TOGETHER = 32;

/**
 * Imports what is not here yet. May be cut off anywhere and run again any number of times. Holds a
 * page of rows and few pictures, while others wait in files. Throws `ImportError`, and `StorageError`
 * when the picture store is away.
 */
export async function importTutorial(
  config: Config,
  options: ImportOptions,
  signal: AbortSignal,
  progress: (done: number, all: number) => void = () => {},
): Promise<ImportEnd> {
  const clerk: ClerkPeople = options.clerk ? parseClerk(options.clerk) : new Map();
  const studio = openStudio({ ...config, logLevel: 'error' }, { name: 'import' });
  let older: Older | undefined;
  try {
    older = await openOlder(options.from, options.schema, signal);
    const source = await recognize(studio, older, !options.dryRun);
    const { pictures: all, people } = await countOlder(older);
    const limit = options.limit ?? Number.POSITIVE_INFINITY;
    const tally = openTally(() => {
      const end = Math.min(all, limit + tally.summary.rows.unchanged);
      progress(Math.min(rowsOf(tally.summary), end), end);
    });
    const run: Run = {
      studio,
      older,
      source,
      clerk,
      signal,
      tally,
      limit,
      accounts: new Map(),
      mode: options.images,
      room: openRoom(ROOM),
      dryRun: options.dryRun,
      allowOrigin: options.allowOrigin && new URL(options.allowOrigin).origin,
      pictureTimeoutMs: options.pictureTimeoutMs ?? PICTURE_TIMEOUT_MS,
    };
    if (options.dryRun) {
      const known = source.isNew
        ? 0
        : await studio.db.$count(importPeople, eq(importPeople.sourceId, source.id));
      tally.people({ made: Math.max(0, people - known), matched: 0 });
      await foreseeAll(run);
      return { summary: tally.summary, report: null, stopped: false };
    }
    const stopped = await unlessAborted(signal, async () => {
      await bringPeople(run);
      if (run.mode === 'skip') await inBulk(studio.sql, () => listAll(run));
      else await copyAll(run);
    });
    return { summary: tally.summary, report: await writeReport(run), stopped };
  } finally {
    await older?.close();
    await studio.close();
  }
}

async function bringPeople(run: Run): Promise<void> {
  const { studio, older, source, clerk, signal, tally } = run;
  for await (const page of readPeople(older, PEOPLE_PAGE)) {
    signal.throwIfAborted();
    const people = new Map<string, Person & { createdAt: Date }>();
    for (const row of page) {
      const person = personOf(row.email, { standard: older.standardAddress, clerk }, row);
      // Nobody in particular is made when there is a picture of theirs.
      if (person.key === NOBODY) continue;
      // One address may stand there twice, in capitals or not: who comes first keeps what they say.
      const { names = [], avatarUrl, createdAt = row.createdAt } = people.get(person.key) ?? {};
      people.set(person.key, {
        ...person,
        names: [...names, ...person.names],
        avatarUrl: avatarUrl ?? person.avatarUrl,
        createdAt: createdAt ?? source.since,
      });
    }
    tally.people(await settlePeople(studio, source.id, [...people.values()]));
    tally.named(await nameGuests(studio, source.id, [...people.values()]));
  }
  const told = [...clerk.keys()].flatMap((address) => {
    const person = personOf(address, { standard: older.standardAddress, clerk });
    // Without the export a person came under whichever address the older system had.
    return person.address ? [person, { ...person, key: keyOf(address) }] : person;
  });
  for (let from = 0; from < told.length; from += PEOPLE_PAGE)
    tally.named(await nameGuests(studio, source.id, told.slice(from, from + PEOPLE_PAGE)));
  if (run.mode === 'copy') await queueAvatars(studio, signal);
}

async function listAll(run: Run): Promise<void> {
  for await (const page of wantedPages(run))
    await commitOutcomes(
      run,
      page.map((row) => ({ row, state: 'listed' })),
    );
}

/** Several pictures at a time, of whichever page is at hand; what is done is written down in groups. */
async function copyAll(run: Run): Promise<void> {
  const rows = rowsOfPages(run);
  const hosts = openHosts(run.signal);
  let done: Outcome[] = [];
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    const group = done;
    done = [];
    if (group.length > 0) writing = writing.then(() => commitOutcomes(run, group));
    return writing;
  };
  const copiers = Array.from({ length: run.studio.config.importConcurrency }, async () => {
    // A generator that several read answers them one after the other.
    for (let next = await rows.next(); !next.done; next = await rows.next()) {
      const outcome = await fetchPicture(run, hosts, next.value);
      done.push(outcome);
      if (done.length >= TOGETHER) await write();
    }
  });
  const ends = await Promise.allSettled(copiers);
  await write();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function* rowsOfPages(run: Run): AsyncGenerator<Wanted> {
  for await (const page of wantedPages(run)) yield* page;
}

async function foreseeAll(run: Run): Promise<void> {
  for await (const page of wantedPages(run))
    for (const row of page) {
      const state = run.mode === 'skip' ? 'listed' : 'copied';
      run.tally.outcome({
        row,
        state: (run.mode === 'copy' && foresee(row.address, run.allowOrigin)?.state) || state,
      });
    }
}
