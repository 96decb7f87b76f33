import { z } from 'zod';
import { emailOf } from './address.ts';
import { ImportError } from './older-tables.ts';

/** A person as Clerk's export tells of them. `address` is null where Clerk has not verified it. */
type ClerkPerson = {
  address: string | null;
  names: string[];
  avatarUrl: string | null;
  /** All of theirs, and those of them that Clerk has verified. */
  addresses: string[];
  verified: string[];
};

/** People by each of their addresses. */
export type ClerkPeople = Map<string, ClerkPerson>;

const text = z.string().nullish();
const list = z
  .union([z.string().transform((words) => words.split(/[|,;\s]+/)), z.array(z.string())])
  .nullish();
const Address = z.object({
  id: text,
  email_address: z.string(),
  verification: z.object({ status: text }).nullish(),
});
/** Both as the API tells of people, and as the dashboard and the command line write them. */
const Person = z.object({
  first_name: text,
  last_name: text,
  username: text,
  image_url: text,
  profile_image_url: text,
  primary_email_address_id: text,
  email_addresses: z.array(Address).nullish(),
  primary_email_address: text,
  verified_email_addresses: list,
  unverified_email_addresses: list,
});

/**
 * Reads Clerk's users export: the dashboard's CSV, or the JSON of its command line, its API or its
 * client for Node. Throws `ImportError`.
 */
export function parseClerk(content: string): ClerkPeople {
  const plain = content.replace(/^\uFEFF/, '').trimStart();
  const people = /^[[{]/.test(plain) ? fromJson(plain) : fromCsv(plain);
  if (people.size === 0) throw new ImportError('The --clerk file names nobody with an address.');
  return people;
}

function fromJson(content: string): ClerkPeople {
  const read = z
    .union([z.array(Person), z.object({ data: z.array(Person) }).transform(({ data }) => data)])
    .safeParse(parsed(content));
  if (!read.success)
    throw new ImportError('The --clerk file is not an export of users from Clerk.');
  const people: ClerkPeople = new Map();
  for (const person of read.data) {
    const { email_addresses: known } = person;
    const primary = known?.find(({ id }) => id === person.primary_email_address_id);
    const isVerified = (each: z.output<typeof Address>) => each.verification?.status === 'verified';
    const addresses = (each: z.output<typeof Address>[] = []) =>
      each.map(({ email_address }) => email_address);
    if (known)
      add(people, person, {
        verified: addresses([...(primary ? [primary] : []), ...known].filter(isVerified)),
        unverified: addresses(known.filter((each) => !isVerified(each))),
      });
    else addWritten(people, person, false);
  }
  return people;
}

function parsed(content: string): unknown {
  const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  try {
    // The client for Node says firstName, where all others say first_name.
    return JSON.parse(content, (_, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [snake(key), part]))
        : value,
    );
  } catch {
    return null;
  }
}

function fromCsv(content: string): ClerkPeople {
  const [head = [], ...lines] = readCsv(content);
  const people: ClerkPeople = new Map();
  if (!head.includes('primary_email_address') && !head.includes('verified_email_addresses'))
    throw new ImportError('The --clerk file is not an export of users from Clerk.');
  for (const line of lines) {
    const fields = Object.fromEntries(head.map((name, at) => [name, line[at]]));
    addWritten(people, Person.parse(fields), head.includes('verified_email_addresses'));
  }
  return people;
}

/**
 * Adds a person whose addresses are lists of words. The primary one is verified unless it is listed as
 * not, or `isListed`, which says that the verified ones name it too: exports before 2025 have no lists,
 * and the command line's name it nowhere else.
 */
function addWritten(people: ClerkPeople, person: z.output<typeof Person>, isListed: boolean): void {
  const kept = (addresses: string[] | null | undefined) =>
    (addresses ?? []).map((address) => emailOf(address) ?? '');
  const verified = kept(person.verified_email_addresses);
  const unverified = kept(person.unverified_email_addresses);
  const primary = emailOf(person.primary_email_address ?? '') ?? '';
  const isVerified = verified.includes(primary) || !(isListed || unverified.includes(primary));
  add(people, person, {
    verified: isVerified ? [primary, ...verified] : verified,
    unverified: isVerified ? unverified : [primary, ...unverified],
  });
}

function add(
  people: ClerkPeople,
  told: z.output<typeof Person>,
  written: { verified: string[]; unverified: string[] },
): void {
  const verified = written.verified.map(emailOf).filter((address) => address !== null);
  const unverified = written.unverified.map(emailOf).filter((address) => address !== null);
  const names = [[told.first_name, told.last_name], [told.username]]
    .map((parts) => parts.filter(Boolean).join(' '))
    .filter(Boolean);
  const avatarUrl = told.image_url || told.profile_image_url || null;
  const addresses = [...new Set([...verified, ...unverified])];
  const person = { names, avatarUrl, addresses, verified };
  for (const address of unverified)
    if (!people.has(address)) people.set(address, { ...person, address: null });
  for (const address of verified)
    people.set(address, { ...person, address: verified[0] ?? address });
}

/** Comma-separated lines as in RFC 4180: quoted fields may hold commas, line ends and doubled quotes. */
function readCsv(content: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, plain = '', end] of content.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    line.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    if (line.some(Boolean)) lines.push(line);
    line = [];
  }
  return lines;
}
