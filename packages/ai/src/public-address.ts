import ipaddr from 'ipaddr.js';

/** The addresses that the internet hands out to hosts; everything else in IPv6 is special. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Looks public and is not: the address at which every Azure machine meets its host. */
const HOST_OF_AZURE = '168.63.129.16';

/**
 * True when an IP address, as a resolver or `URL` writes it, belongs to the public internet: not
 * private, loopback, link-local, shared (CGNAT), multicast, reserved or for documentation, nor an
 * IPv6 form that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_IPV6) && !carriesIsatap(parsed);
  return parsed.toString() !== HOST_OF_AZURE;
}

/** ISATAP puts an IPv4 address behind `0:5efe` in the lower half of any prefix. */
function carriesIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , fifth = 0, sixth] = address.parts;
  return (fifth & 0xfdff) === 0 && sixth === 0x5efe;
}
