import 'server-only';
import { BlockList, isIP } from 'node:net';
import type { Config } from '@easel/api/server';
import { PEER } from '../../peer.ts';

/**
 * Where a request comes from, as limits count it: the connection's other end, or what the proxies
 * that are trusted say about theirs. An IPv6 network of 64 bits is one place: whoever has one has
 * all of it. Undefined outside of a request.
 */
export function addressOf(headers: Headers, trust: Config['trustProxy']): string | undefined {
  const peer = headers.get(PEER);
  if (!peer) return undefined;
  const said = trust ? (headers.get('x-forwarded-for') ?? '').split(',') : [];
  // The nearest last; each entry was written by the one after it.
  const way = [...said.map((part) => part.trim()).filter(Boolean), peer];
  return place(way[senderOn(way, trust)] ?? peer) ?? place(peer);
}

function senderOn(way: string[], trust: Config['trustProxy']): number {
  if (!trust) return way.length - 1;
  if ('hops' in trust) return Math.max(0, way.length - 1 - trust.hops);
  const proxies = new BlockList();
  for (const network of trust.proxies) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    proxies.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  const isProxy = (address: string) =>
    isIP(address) > 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return Math.max(
    0,
    way.findLastIndex((address) => !isProxy(address)),
  );
}

/** One spelling for each place; undefined for what is no address. */
function place(address: string): string | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 4) return plain;
  if (isIP(plain) !== 6) return undefined;
  const [head = '', tail = ''] = (plain.split('%')[0] ?? '').split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
