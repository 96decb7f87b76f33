import { z } from 'zod';
import { emailOf } from './address.ts';
import { ImportError } from './older-tables.ts';

/** A person as Clerk's export tells of them. `address` is null where Clerk has not verified it. */
type ClerkPerson = { address: string | null; names: string[]; avatarUrl: string | null };

/** People by each of their addresses. */
export type ClerkPeople = Map<string, ClerkPerson>;

const text = z.string().nullish();
const Address = z.object({
  id: text,
  email_address: z.string(),
  verification: z.object({ status: text }).nullish(),
});
const Person = z.object({
  first_name: text,
  last_name: text,
  username: text,
  image_url: text,
  profile_image_url: text,
  primary_email_address_id: text,
  email_addresses: z.array(Address).default([]),
});

/** Reads Clerk's users export: the dashboard's CSV, or the JSON of its API. Throws `ImportError`. */
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
    const primary = person.email_addresses.find(({ id }) => id === person.primary_email_address_id);
    const isVerified = (each: z.output<typeof Address>) => each.verification?.status === 'verified';
    add(people, {
      names: [[person.first_name, person.last_name], [person.username]],
      avatarUrl: person.image_url ?? person.profile_image_url ?? null,
      verified: [primary, ...person.email_addresses]
        .filter((each) => each && isVerified(each))
        .map((each) => each?.email_address ?? ''),
      unverified: person.email_addresses
        .filter((each) => !isVerified(each))
        .map((each) => each.email_address),
    });
  }
  return people;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
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
    const field = (name: string) => line[head.indexOf(name)] ?? '';
    const list = (name: string) => field(name).split(/[|,;\s]+/);
    const verified = list('verified_email_addresses');
    // Exports before 2025 have only the primary address, which Clerk asks people to verify.
    const told = head.includes('verified_email_addresses');
    const primary = field('primary_email_address');
    add(people, {
      names: [[field('first_name'), field('last_name')], [field('username')]],
      avatarUrl: field('image_url') || null,
      verified: !told || verified.includes(primary) ? [primary, ...verified] : verified,
      unverified: list('unverified_email_addresses'),
    });
  }
  return people;
}

function add(
  people: ClerkPeople,
  told: {
    names: (string | null | undefined)[][];
    avatarUrl: string | null;
    verified: string[];
    unverified: string[];
  },
): void {
  const verified = told.verified.map(emailOf).filter((address) => address !== null);
  const names = told.names.map((parts) => parts.filter(Boolean).join(' ')).filter(Boolean);
  const person = { names, avatarUrl: told.avatarUrl };
  for (const address of told.unverified.map(emailOf))
    if (address !== null && !people.has(address)) people.set(address, { ...person, address: null });
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
