import { expect, test } from 'vitest';
import { emailOf, expiryOf, saysNobody } from './address.ts';
import { parseClerk } from './clerk.ts';
import { personOf } from './people.ts';

const CSV = `id,first_name,last_name,username,primary_email_address,verified_email_addresses,unverified_email_addresses
user_1,Ada,"King, Countess",ada,ada@example.com,ada@example.com|lady@example.com,
user_2,,,,eve@example.com,,eve@example.com
`;
const JSON_EXPORT = JSON.stringify([
  {
    first_name: 'Ada',
    last_name: null,
    image_url: 'https://img.clerk.com/ada',
    primary_email_address_id: 'b',
    email_addresses: [
      { id: 'a', email_address: 'old@example.com', verification: { status: 'verified' } },
      { id: 'b', email_address: 'Ada@example.com', verification: { status: 'verified' } },
      { id: 'c', email_address: 'eve@example.com', verification: { status: 'unverified' } },
    ],
  },
]);

test("both of Clerk's exports tell names and which addresses are verified", () => {
  const csv = parseClerk(CSV);
  expect(csv.get('lady@example.com')).toMatchObject({
    address: 'ada@example.com',
    names: ['Ada King, Countess', 'ada'],
  });
  expect(csv.get('eve@example.com')?.address).toBeNull();
  const json = parseClerk(JSON_EXPORT);
  expect(json.get('old@example.com')).toMatchObject({
    address: 'ada@example.com',
    names: ['Ada'],
    avatarUrl: 'https://img.clerk.com/ada',
    addresses: ['ada@example.com', 'old@example.com', 'eve@example.com'],
  });
  expect(json.get('eve@example.com')?.address).toBeNull();
  for (const odd of ['', '{"a":1}', 'name,age\nx,1', '[]'])
    expect(() => parseClerk(odd), odd).toThrow('--clerk');
});

test("the files of Clerk's command line and of its client for Node tell the same", () => {
  const commandLine = JSON.stringify([
    {
      ...{ id: 'user_1', first_name: 'Ada', primary_email_address: 'Ada@example.com' },
      verified_email_addresses: ['lady@example.com'],
    },
    { id: 'user_2', username: 'mallory', unverified_email_addresses: ['eve@example.com'] },
    { id: 'user_3', username: 'nobody' },
  ]);
  const client = JSON.stringify({
    data: [
      {
        ...{ firstName: 'Ada', lastName: null, imageUrl: '', primaryEmailAddressId: 'a' },
        emailAddresses: [
          { id: 'a', emailAddress: 'ada@example.com', verification: { status: 'verified' } },
          { id: 'b', emailAddress: 'lady@example.com', verification: { status: 'verified' } },
        ],
      },
      { emailAddresses: [{ id: 'c', emailAddress: 'eve@example.com', verification: null }] },
    ],
    totalCount: 2,
  });
  for (const file of [commandLine, client]) {
    const people = parseClerk(file);
    expect(people.get('lady@example.com')).toMatchObject({
      ...{ address: 'ada@example.com', names: ['Ada'], avatarUrl: null },
    });
    expect(people.get('eve@example.com')?.address).toBeNull();
  }
});

test('a primary address is verified unless the file says otherwise, whatever its case', () => {
  const people = parseClerk(
    [
      '\uFEFFprimary_email_address,first_name,unverified_email_addresses',
      'Eve@example.com,"Eve ""E"", Jr",eve@example.com',
      'ada@example.com,Ada,',
    ].join('\r\n'),
  );
  expect(people.get('eve@example.com')).toMatchObject({ address: null, names: ['Eve "E", Jr'] });
  expect(people.get('ada@example.com')?.address).toBe('ada@example.com');
});

test('no name is how any address of theirs begins', () => {
  const clerk = parseClerk(
    JSON.stringify([
      {
        ...{ username: 'Countess', primary_email_address: 'ada@example.com' },
        ...{ verified_email_addresses: ['countess@example.com'] },
      },
    ]),
  );
  const told = { standard: null, clerk };
  expect(personOf('ada@example.com', told, { nickname: 'countess' }).names).toEqual([]);
});

test("two addresses of one verified person are one, and an address that is not verified is nobody's", () => {
  const told = { standard: null, clerk: parseClerk(CSV) };
  expect(personOf('Lady@Example.com', told).key).toBe(personOf('ada@example.com', told).key);
  expect(personOf('eve@example.com', told)).toMatchObject({ address: null, names: [] });
  expect(personOf('bob', told, { nickname: 'Bo' })).toMatchObject({ address: null, names: ['Bo'] });
  expect(personOf('bob@example.com', told, { nickname: 'BOB' })).toMatchObject({
    address: 'bob@example.com',
    names: [],
  });
  expect(personOf('bob@example.com', told, { nickname: 'null null' }).names).toEqual([]);
});

test('what only looks like an address is none', () => {
  expect(emailOf(' Ada@Example.COM ')).toBe('ada@example.com');
  for (const odd of ['[email protected]', 'ada', 'a@b', 'a b@c.de', 'a@b@c.de', '"x"@c.de'])
    expect(emailOf(odd), odd).toBeNull();
  expect(saysNobody('[email\u00a0protected]', null)).toBe(true);
  expect(saysNobody('me@example.com', 'me@example.com')).toBe(true);
});

test('a signed address says when it stops to answer', () => {
  const until = (query: string) => expiryOf(new URL(`https://host.example/a.png?${query}`));
  expect(until('se=2024-01-01T01%3A00%3A00Z&sig=x')).toEqual(new Date('2024-01-01T01:00:00Z'));
  expect(until('X-Amz-Date=20240101T000000Z&X-Amz-Expires=60')).toEqual(
    new Date('2024-01-01T00:01:00Z'),
  );
  expect(until('Expires=1704067200&Signature=x')).toEqual(new Date('2024-01-01T00:00:00Z'));
  expect(until('v=3')).toBeNull();
});
