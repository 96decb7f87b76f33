const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * Where to listen for a HOST. Any loopback name means both families: browsers try `localhost` at
 * either, and a reader who types 127.0.0.1 expects the same site.
 */
export function addressesOf(host: string): string[] {
  return LOOPBACK_NAMES.includes(host) ? ['127.0.0.1', '::1'] : [host];
}
