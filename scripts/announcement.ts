import { type Config, isLoopback } from '@easel/api/config';

/** An address at which a browser on this machine finds the site. */
export function addressOf({ host, port }: Pick<Config, 'host' | 'port'>): string {
  // Everywhere is no place to go to, and nobody could sign in there.
  if (isLoopback(host) || host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What an operator should know before other people come. */
export function warningsOf({
  localAccounts,
  host,
  origin,
}: Pick<Config, 'localAccounts' | 'host' | 'origin'>): string[] {
  const warnings: string[] = [];
  if (localAccounts.warn)
    warnings.push('AUTH_LOCAL lets anybody who reaches this site sign in under any name.');
  if (!isLoopback(host) && isLoopback(new URL(origin).hostname))
    warnings.push(`AUTH_URL is ${origin}: nobody can sign in at any other address.`);
  return warnings;
}
