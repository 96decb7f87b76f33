/** What the drivers or the server understand of what may follow an address. */
const UNDERSTOOD = [
  'application_name',
  'connect_timeout',
  'host',
  'lock_timeout',
  'options',
  'port',
  'search_path',
  'ssl',
  'sslmode',
  'statement_timeout',
];

/**
 * An address of Postgres without what only other clients are told in one (`pgbouncer=true`,
 * `channel_binding=require`): the server would take it for a setting, and refuse it.
 */
export function plainAddress(url: string): string {
  const address = new URL(url);
  const odd = [...address.searchParams.keys()].filter((name) => !UNDERSTOOD.includes(name));
  for (const name of odd) address.searchParams.delete(name);
  return odd.length > 0 ? address.href : url;
}

/** What is wrong with how an address asks for TLS, or null: the rest would weaken it unsaid. */
export function tlsProblem(url: string): string | null {
  const { searchParams } = new URL(url);
  if (['sslrootcert', 'sslcert', 'sslkey'].some((name) => searchParams.has(name)))
    return 'cannot name certificates: put the authority into NODE_EXTRA_CA_CERTS, and use sslmode=verify-full';
  const mode = searchParams.get('sslmode');
  return mode === null || ['disable', 'require', 'verify-full'].includes(mode)
    ? null
    : 'must have an sslmode of disable, require or verify-full, or none';
}

/**
 * The same address for `pg`, the driver of pg-boss, which checks the certificate at `require`. The
 * other driver does not, as Postgres's own clients, and hosted servers have certificates of their own.
 */
export function addressForPg(url: string): string {
  return url.replace(/([?&]sslmode=)require(?=&|$)/, '$1no-verify');
}
